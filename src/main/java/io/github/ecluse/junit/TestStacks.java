package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.EvidenceSource;
import io.github.ecluse.stack.Journal;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The stacks that a test starts by itself, as a parameter of a test or of a method that comes
 * before all tests. They are the evidence if the test fails, and are removed after it.
 */
public final class TestStacks implements AutoCloseable {
  private final Deque<EvidenceSource> started = new ArrayDeque<>();

  TestStacks() {}

  /**
   * Starts a stack.
   *
   * @param directory the stack; the gate works on a copy of it
   * @return the stack, which is removed after the test
   */
  public Stack start(StackDirectory directory) {
    return add(Stack.start(directory, new Journal()));
  }

  /**
   * Adds something that the test has started in another way.
   *
   * @param <T> its type
   * @param source gives the evidence if the test fails, and is closed after the test
   * @return the source itself
   */
  public <T extends EvidenceSource> T add(T source) {
    started.push(source);
    return source;
  }

  /** Returns the evidence of the one that was started last; empty if there is none. */
  Optional<Evidence> evidence() {
    return Optional.ofNullable(started.peek()).map(EvidenceSource::evidence);
  }

  /** Removes them all, the last one first. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
