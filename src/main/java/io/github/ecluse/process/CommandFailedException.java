package io.github.ecluse.process;

import io.github.ecluse.EcluseException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Thrown if a command failed: the whole command, the reason, and all that it printed.
 *
 * @serial exclude
 */
public final class CommandFailedException extends EcluseException {
  private static final long serialVersionUID = 1L;

  /** Stands for the exit code of a command that did not come to its end. */
  private static final int NOT_ENDED = -1;

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

  /** Creates the exception of a command that did not come to its end. */
  static CommandFailedException notEnded(
      List<String> command, String why, String stdout, String stderr, Throwable cause) {
    return new CommandFailedException(why, command, NOT_ENDED, stdout, stderr, cause);
  }

  private static String block(String name, String text) {
    return text.isBlank() ? "" : "\n" + name + ":\n" + text.strip().indent(2).stripTrailing();
  }

  /** {@return the command and its arguments} */
  public List<String> command() {
    return command;
  }

  /** {@return the exit code; empty if the command did not start, or was ended before its end} */
  public OptionalInt exitCode() {
    return exitCode == NOT_ENDED ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  /** {@return all that the command printed on stdout} */
  public String stdout() {
    return stdout;
  }

  /** {@return all that the command printed on stderr} */
  public String stderr() {
    return stderr;
  }
}
