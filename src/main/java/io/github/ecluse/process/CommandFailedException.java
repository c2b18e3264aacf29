package io.github.ecluse.process;

import io.github.ecluse.EcluseException;
import java.util.List;
import java.util.OptionalInt;

/** A command that failed: the whole command, why, and all that it printed. */
public final class CommandFailedException extends EcluseException {
  private static final long serialVersionUID = 1L;

  /** Stands for the exit code of a command that did not come to its end. */
  static final int NOT_ENDED = -1;

  private final transient List<String> command;
  private final int exitCode;
  private final String stdout;
  private final String stderr;

  CommandFailedException(
      String why,
      List<String> command,
      int exitCode,
      String stdout,
      String stderr,
      Throwable cause) {
    super(
        "Tried to run `%s`, but it failed: %s%s%s"
            .formatted(
                String.join(" ", command), why, block("stdout", stdout), block("stderr", stderr)),
        cause);
    this.command = command;
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  private static String block(String name, String text) {
    return text.isBlank() ? "" : "\n" + name + ":\n" + text.strip().indent(2).stripTrailing();
  }

  /** Returns the command and its arguments. */
  public List<String> command() {
    return command;
  }

  /** Returns the exit code; empty if the command did not start, or was ended before its end. */
  public OptionalInt exitCode() {
    return exitCode == NOT_ENDED ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  /** Returns all that the command printed on stdout. */
  public String stdout() {
    return stdout;
  }

  /** Returns all that the command printed on stderr. */
  public String stderr() {
    return stderr;
  }
}
