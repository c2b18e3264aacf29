package io.github.ecluse.gate;

/**
 * What came of one check of the gate.
 *
 * @param check the class and method, with the invocation's number where there is more than one
 * @param passed whether it held
 * @param message what it said if it did not
 */
public record Outcome(String check, boolean passed, String message) {
  /** The check without the number of its invocation. */
  public String method() {
    return check.replaceFirst("\\[.*", "").replaceFirst("\\(.*", "");
  }
}
