package io.github.ecluse.compose;

import io.github.ecluse.EcluseException;
import io.github.ecluse.process.CommandResult;

/** Thrown if a Compose project can't be started or removed, with Compose's message. */
public final class ComposeException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final transient CommandResult result;

  ComposeException(String what, CommandResult result) {
    super("Tried to %s, but Compose says: %s".formatted(what, result.stderr()), null);
    this.result = result;
  }

  /** {@return the result of the command} */
  public CommandResult result() {
    return result;
  }
}
