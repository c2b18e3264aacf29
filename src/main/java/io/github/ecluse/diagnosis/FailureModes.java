package io.github.ecluse.diagnosis;

import io.github.ecluse.KeyedEntries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The known failure modes, from the file that {@code build.sh} reads too. */
public final class FailureModes {
  private static final String FILE = "failures.properties";

  private FailureModes() {}

  /** {@return all failure modes, the most certain first} */
  public static List<FailureMode> all() {
    return KeyedEntries.in(FailureModes.class, FILE).entrySet().stream()
        .map(entry -> mode(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * {@return the failure mode of a name; empty if there is none}
   *
   * @param name as {@code docs/troubleshooting.md} has it
   */
  public static Optional<FailureMode> named(String name) {
    return all().stream().filter(mode -> mode.name().equals(name)).findFirst();
  }

  /**
   * {@return the first failure mode that a text of an unknown stage shows}
   *
   * @param text what was printed or observed, in lines
   */
  public static Optional<FailureMode> in(String text) {
    return all().stream().filter(mode -> mode.isIn(text)).findFirst();
  }

  /**
   * {@return the first one that fits what a stage of the pipeline, or the same Docker command by
   * hand, has printed} As in the script, a mode may fit whatever is left of its stage.
   *
   * @param stage a stage of {@code build.sh}, such as {@code push}; a pull belongs to {@code
   *     deploy}
   * @param text what was printed or observed, in lines
   */
  public static Optional<FailureMode> in(String stage, String text) {
    return all().stream()
        .filter(mode -> mode.stages().contains(stage) && mode.fits(text))
        .findFirst();
  }

  private static FailureMode mode(String name, Map<String, String> values) {
    return new FailureMode(
        name,
        List.of(values.get("stages").split(" ")),
        pattern(values.get("signature")),
        pattern(values.get("log")),
        values.get("symptom"),
        values.get("cause"),
        values.get("remedy"));
  }

  private static Optional<Pattern> pattern(String expression) {
    return Optional.ofNullable(expression)
        .map(words -> Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
  }
}
