package io.github.ecluse.workspace;

import io.github.ecluse.EcluseException;
import java.nio.file.Path;

/**
 * A directory that can't be put through the gate, refused before anything was started.
 *
 * @serial exclude
 */
public final class StackRefusedException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final transient Path directory;
  private final String reason;
  private final String remedy;

  StackRefusedException(Path directory, String reason, String remedy) {
    super("The stack in %s is refused: %s. Remedy: %s".formatted(directory, reason, remedy), null);
    this.directory = directory;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** {@return the directory that is refused} */
  public Path directory() {
    return directory;
  }

  /** {@return why it is refused} */
  public String reason() {
    return reason;
  }

  /** {@return what to do} */
  public String remedy() {
    return remedy;
  }
}
