package io.github.ecluse.stack;

import java.nio.file.Path;

/** A directory that can't be put through the gate, told before anything was started. */
public final class StackRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackRefusedException(Path directory, String why, String remedy) {
    super("The stack in %s is refused: %s. Remedy: %s".formatted(directory, why, remedy));
  }
}
