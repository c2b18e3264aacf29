package io.github.ecluse.workspace;

import java.nio.file.Path;

/**
 * Refuses a stack that does not keep the contract.
 *
 * @param directory the stack's directory
 */
record Refusals(Path directory) {
  /**
   * Refuses the stack unless a condition is kept.
   *
   * @throws StackRefusedException if it is not
   */
  void unless(boolean kept, String reason, String remedy) {
    if (!kept) {
      throw because(reason, remedy);
    }
  }

  /** Returns the exception that refuses the stack. */
  StackRefusedException because(String reason, String remedy) {
    return new StackRefusedException(directory, reason, remedy);
  }
}
