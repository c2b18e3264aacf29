package io.github.ecluse.process;

import java.time.Duration;
import java.util.List;

/**
 * What came of a command.
 *
 * @param words the command and its arguments
 * @param exitCode its exit code
 * @param stdout all that it printed on stdout, lines parted by a line feed
 * @param stderr the same for stderr
 * @param took the time from its start to its end
 */
public record CommandResult(
    List<String> words, int exitCode, String stdout, String stderr, Duration took) {

  /** Whether its exit code is 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /**
   * Itself, if it succeeded.
   *
   * @throws CommandFailedException with all that it printed, if it did not
   */
  public CommandResult orThrow() {
    if (!succeeded()) {
      throw new CommandFailedException("exit code " + exitCode, words, stdout, stderr);
    }
    return this;
  }
}
