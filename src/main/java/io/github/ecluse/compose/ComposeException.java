package io.github.ecluse.compose;

import io.github.ecluse.EcluseException;
import io.github.ecluse.process.CommandResult;

/** A Compose project that can't be started or removed, with Compose's own words. */
public final class ComposeException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final transient CommandResult result;

  ComposeException(String what, CommandResult result) {
    super("Tried to %s, but Compose says: %s".formatted(what, result.stderr()), null);
    this.result = result;
  }

  /** Returns the result of the command. */
  public CommandResult result() {
    return result;
  }
}
