package io.github.ecluse.faults;

import io.github.ecluse.gate.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What the gate made of a change.
 *
 * @param change the change
 * @param failed the checks that failed
 * @param took how long the gate ran
 */
record Verdict(Change change, List<Outcome> failed, Duration took) {
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
    return failed.isEmpty()
        ? "nothing"
        : String.join(", ", failed.stream().map(Verdict::brief).toList());
  }

  private static String brief(Outcome outcome) {
    String message = outcome.message().replaceAll("\\s+", " ").replace("|", "/").strip();
    return outcome.method() + ": " + message.substring(0, Math.min(120, message.length()));
  }
}
