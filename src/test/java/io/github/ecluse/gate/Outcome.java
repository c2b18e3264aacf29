package io.github.ecluse.gate;

/**
 * The result of one check of the gate, of one of its invocations, or of a class that failed as a
 * whole.
 *
 * @param check class and method, such as {@code NetworkIT.pingFromTheHostIsBlocked}, with {@code
 *     [n]} for the n-th invocation; the class alone where its fixture failed
 * @param status how it ended
 * @param message what a failure said, or why it was aborted or skipped; empty if it passed
 */
public record Outcome(String check, Status status, String message) {
  /** How a check ended. */
  public enum Status {
    PASSED,
    FAILED,
    /** It failed because a parameter, such as the stack, could not be had. */
    WITHOUT_STACK,
    ABORTED,
    SKIPPED
  }

  /** Returns whether the check ran and held. */
  public boolean passed() {
    return status == Status.PASSED;
  }

  /**
   * Returns whether the check failed; one that was aborted or skipped neither passed nor failed.
   */
  public boolean failed() {
    return status == Status.FAILED || status == Status.WITHOUT_STACK;
  }

  /** Returns whether the check ran to its end, or failed. */
  public boolean ran() {
    return passed() || failed();
  }

  /** Returns whether this is one of several invocations of a check. */
  public boolean hasNumber() {
    return check.endsWith("]");
  }

  /** Returns the check without the number of its invocation. */
  public String method() {
    return check.replaceFirst("\\[.*", "");
  }

  /** Returns the simple name of the class. */
  public String type() {
    return check.split("\\.", 2)[0];
  }
}
