package io.github.ecluse.junit;

import io.github.ecluse.stack.Journal;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.util.function.Supplier;
import org.opentest4j.TestAbortedException;

/**
 * Starts stacks, one at a time. After one that could not be started none is tried: one failure says
 * all that there is to say.
 */
final class Starts {
  /** Why no other test runs. */
  static final String FAILED = "nothing can be tried: see the failure before";

  private volatile boolean failed;

  /**
   * Starts a stack.
   *
   * @param directory says which directory holds it
   * @throws RuntimeException why it could not be started
   * @throws TestAbortedException if another one could not be started before
   */
  synchronized Stack start(Supplier<StackDirectory> directory, Journal journal) {
    if (failed) {
      throw new TestAbortedException(FAILED);
    }
    try {
      return Stack.start(directory.get(), journal);
    } catch (RuntimeException e) {
      giveUp();
      throw e;
    }
  }

  /** Returns whether nothing can be tried any more. */
  boolean haveFailed() {
    return failed;
  }

  /** Has no other one be tried. */
  void giveUp() {
    failed = true;
  }

  /** Lets the next one be tried. */
  void forget() {
    failed = false;
  }
}
