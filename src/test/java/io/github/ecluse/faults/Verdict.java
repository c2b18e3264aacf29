package io.github.ecluse.faults;

import io.github.ecluse.gate.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the gate made of a change.
 *
 * @param change the change
 * @param beside the names of the harmless variants that the same copy of the stack had
 * @param failed the checks that failed
 * @param took how long the gate ran
 */
record Verdict(Change change, List<String> beside, List<Outcome> failed, Duration took) {
  /** A stack that is refused makes every check red, for the same reason. */
  private static final int SHOWN = 3;

  /** Whether the gate was right: the one check that is meant for it, and for the right reason. */
  boolean isRight() {
    if (change.check().isEmpty()) {
      return failed.isEmpty();
    }
    return failed.size() == 1
        && failed.get(0).method().equals(change.check())
        && failed.get(0).message().contains(change.says());
  }

  /** What failed, in one line. */
  String seen() {
    String seen = failed.isEmpty() ? "nothing" : red();
    return beside.isEmpty() ? seen : seen + " (together with %d more)".formatted(beside.size());
  }

  private String red() {
    String first =
        failed.stream().limit(SHOWN).map(Verdict::brief).collect(Collectors.joining(", "));
    return failed.size() <= SHOWN
        ? first
        : first + ", and %d more".formatted(failed.size() - SHOWN);
  }

  private static String brief(Outcome outcome) {
    String message = outcome.message().replaceAll("\\s+", " ").replace("|", "/").strip();
    return outcome.method() + ": " + message.substring(0, Math.min(120, message.length()));
  }
}
