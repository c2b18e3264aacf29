package io.github.ecluse.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was recorded of a run. It holds text only, so that it can be stored and read again.
 *
 * @param began when the run began, in ISO 8601
 * @param tookMillis how long it took, in milliseconds
 * @param part whether it is known to be a part of the gate only
 * @param finished whether the run came to its end
 * @param machine what the JVM runs on, by name
 * @param checks the checks, in the order in which they ended
 * @param entries what the checks and the gate have published, oldest first
 */
record Recording(
    String began,
    long tookMillis,
    boolean part,
    boolean finished,
    Map<String, String> machine,
    List<Check> checks,
    List<Entry> entries) {

  /** How a check ended. */
  enum Status {
    PASSED("Passed"),
    FAILED("Failed"),
    /** It began, and an assumption did not hold. */
    ABORTED("Not possible here"),
    SKIPPED("Skipped"),
    /** It is part of the run and did not begin. */
    NOT_RUN("Not run"),
    /** Its claim is none of this stack's. */
    NOT_CLAIMED("Not claimed");

    /** The worst is the greatest. */
    static final Comparator<Status> BY_WEIGHT =
        Comparator.comparing(
            List.of(NOT_CLAIMED, PASSED, NOT_RUN, SKIPPED, ABORTED, FAILED)::indexOf);

    private final String words;

    Status(String words) {
      this.words = words;
    }

    /** Returns it as a reader sees it. */
    public String words() {
      return words;
    }

    /** Returns its class in the style sheet. */
    public String style() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One check, or one invocation of a check that has several.
   *
   * @param name class and method, such as {@code NetworkIT.pingIsBlocked}
   * @param title the method in words
   * @param invocation which invocation it is; empty if there is but one
   * @param reason why it was not run to its end; empty if it was
   * @param tookMillis how long it took, in milliseconds
   * @param failure why it failed; null unless it did
   */
  record Check(
      String name,
      String title,
      String invocation,
      Status status,
      String reason,
      long tookMillis,
      Failure failure) {
    /** Returns title and invocation. */
    public String label() {
      return invocation.isEmpty() ? title : title + ": " + invocation;
    }
  }

  /**
   * A failure.
   *
   * @param message the message, without what the gate has added to it
   * @param expected the expected value; null if there is none
   * @param actual the actual value; null if there is none
   * @param trace the stack trace
   * @param facts what the gate found out: {@code seen}, {@code likely cause}, {@code remedy},
   *     {@code evidence}
   */
  record Failure(
      String message, String expected, String actual, String trace, Map<String, String> facts) {}

  /** What was published at one moment. */
  record Entry(Map<String, String> values) {}

  /** Returns this run together with another JVM's part of it. */
  Recording and(Recording other) {
    return new Recording(
        began.compareTo(other.began) < 0 ? began : other.began,
        tookMillis + other.tookMillis,
        part || other.part,
        finished && other.finished,
        machine,
        both(checks, other.checks),
        both(entries, other.entries));
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    return new ArrayList<>(Stream.concat(first.stream(), second.stream()).toList());
  }

  /** Returns the checks that ended so. */
  List<Check> checks(Status status) {
    return checks.stream().filter(check -> check.status == status).toList();
  }
}
