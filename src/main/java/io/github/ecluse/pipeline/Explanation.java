package io.github.ecluse.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * The explanation of a failure that {@code build.sh} prints last.
 *
 * @param failure the name of the failure mode, as {@code docs/troubleshooting.md} has it
 * @param symptom what happened
 * @param cause the likely cause
 * @param remedy a command to paste
 */
public record Explanation(String failure, String symptom, String cause, String remedy) {
  /**
   * {@return the last one in what it printed; empty if it explained nothing}
   *
   * @param lines what {@code build.sh} printed, indented or not
   */
  public static Optional<Explanation> in(List<String> lines) {
    return value("failure", lines)
        .map(
            failure ->
                new Explanation(
                    failure.split(" ", 2)[0],
                    value("what happened", lines).orElse(""),
                    value("likely cause", lines).orElse(""),
                    value("remedy", lines).orElse("")));
  }

  private static Optional<String> value(String key, List<String> lines) {
    String prefix = key + ":";
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(prefix))
        .reduce((first, last) -> last)
        .map(line -> line.substring(prefix.length()).strip());
  }
}
