package io.github.ecluse.process;

import java.time.Duration;
import java.util.List;

/**
 * The result of a command.
 *
 * @param words the command and its arguments
 * @param exitCode the exit code
 * @param stdout all that the command printed on stdout, with a line feed between lines
 * @param stderr the same for stderr
 * @param took the time from the start to the end
 */
public record CommandResult(
    List<String> words, int exitCode, String stdout, String stderr, Duration took) {

  /** {@return whether the exit code is 0} */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /**
   * {@return this result if the command succeeded}
   *
   * @throws CommandFailedException with all that the command printed, if it did not succeed
   */
  public CommandResult orThrow() {
    if (!succeeded()) {
      throw new CommandFailedException(
          "exit code " + exitCode, words, exitCode, stdout, stderr, null);
    }
    return this;
  }
}
