package io.github.ecluse.diagnosis;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A known way in which the pipeline or the stack fails.
 *
 * @param name its name
 * @param stages the stages of {@code build.sh} that can fail so
 * @param signature what is then in the tools' words, or in the facts that were looked up
 * @param log what is then in a container's log, which is evidence for no other mode
 * @param symptom what happened
 * @param cause why, most likely
 * @param remedy a command to paste
 */
public record FailureMode(
    String name,
    List<String> stages,
    Optional<Pattern> signature,
    Optional<Pattern> log,
    String symptom,
    String cause,
    String remedy) {

  /** How {@code build.sh} prints a line of a container's log. */
  private static final String LOG_LINE = "  | ";

  /**
   * {@return whether a text shows this failure; never, if the mode fits any text}
   *
   * @param text what was printed or observed, in lines
   */
  public boolean isIn(String text) {
    return Stream.of(signature, log)
        .flatMap(Optional::stream)
        .anyMatch(pattern -> !pattern.pattern().equals(".") && pattern.matcher(text).find());
  }

  /**
   * Returns whether it fits what a stage has printed, in which logs and tools' words are told
   * apart.
   */
  boolean fits(String printed) {
    Map<Boolean, String> texts =
        printed.lines().collect(partitioningBy(line -> line.startsWith(LOG_LINE), joining("\n")));
    return signature.filter(pattern -> pattern.matcher(texts.get(false)).find()).isPresent()
        || log.filter(pattern -> pattern.matcher(texts.get(true)).find()).isPresent();
  }
}
