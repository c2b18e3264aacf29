package io.github.ecluse.junit;

import io.github.ecluse.stack.Journal;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stack that is started when it is first asked for. One that could not be started is not tried
 * again: the first test fails for that reason, and no other one runs.
 */
final class StackHolder implements AutoCloseable {
  private final Supplier<StackDirectory> directory;
  private final boolean released;
  private final Starts starts;
  private Stack stack;
  private RuntimeException failure;
  private boolean needsRepair;

  /**
   * Starts nothing yet.
   *
   * @param directory says which directory holds the stack
   * @param released whether the pipeline is run before anybody gets the stack
   * @param starts starts it, unless another one could not be started
   */
  StackHolder(Supplier<StackDirectory> directory, boolean released, Starts starts) {
    this.directory = directory;
    this.released = released;
    this.starts = starts;
  }

  /**
   * Returns the stack, which is started for the first that asks.
   *
   * @throws RuntimeException the same for all that ask, if it could not be started
   */
  synchronized Stack get(Journal journal) {
    if (failure != null) {
      throw failure;
    }
    if (stack == null) {
      try {
        stack = starts.start(directory, journal);
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    if (released) {
      stack.ensureReleased();
    }
    return stack;
  }

  /** Returns whether this one, or another one beside it, could not be started or released. */
  boolean couldNotStart() {
    return starts.haveFailed();
  }

  /** Returns the stack if it was started. */
  synchronized Optional<Stack> started() {
    return Optional.ofNullable(stack);
  }

  /**
   * After a test that failed, which may have left something stopped or paused. If the first release
   * has failed, each other test would only tell the same.
   */
  synchronized void noteFailure() {
    needsRepair = true;
    if (stack != null && stack.releases().haveNeverServed()) {
      starts.giveUp();
    }
  }

  /**
   * Before a test: brings back what one that failed left down, or left as another release. After
   * the last one none needs it.
   */
  synchronized void repair() {
    if (needsRepair && stack != null) {
      stack.repair();
    }
    needsRepair = false;
  }

  /** Takes a test's changes of the application's sources back. */
  synchronized void restoreSources() {
    started().ifPresent(one -> one.workspace().revision().restore());
  }

  @Override
  public synchronized void close() {
    Stack last = stack;
    stack = null;
    failure = null;
    needsRepair = false;
    starts.forget();
    if (last != null) {
      last.close();
    }
  }
}
