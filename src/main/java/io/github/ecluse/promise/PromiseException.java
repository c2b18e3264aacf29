package io.github.ecluse.promise;

import io.github.ecluse.EcluseException;

/**
 * A mistake in {@code ecluse.yml}, in one line: file, line, what is wrong and what is allowed.
 *
 * @serial exclude
 */
public final class PromiseException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final int line;

  PromiseException(int line, String message) {
    super("%s:%s: %s".formatted(Promise.FILE, line, message), null);
    this.line = line;
  }

  /** {@return the number of the line, from 1} */
  public int line() {
    return line;
  }
}
