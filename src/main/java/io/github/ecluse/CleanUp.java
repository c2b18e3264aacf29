package io.github.ecluse;

/** What is still done after a failure, which must not take the failure's place. */
public final class CleanUp {
  private CleanUp() {}

  /**
   * Does something after a failure.
   *
   * @param failure is what is to be told
   * @param action may fail too
   * @return the failure; one of the action is suppressed in it
   */
  public static RuntimeException after(RuntimeException failure, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
    return failure;
  }
}
