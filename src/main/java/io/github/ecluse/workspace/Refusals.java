package io.github.ecluse.workspace;

import java.nio.file.Path;

/**
 * Refuses a stack that does not keep the contract.
 *
 * @param directory the stack's directory
 * @param lines where its settings stand
 */
record Refusals(Path directory, ComposeLines lines) {
  /** Refuses a stack whose Compose files are not known yet. */
  Refusals(Path directory) {
    this(directory, ComposeLines.none());
  }

  /**
   * Refuses the stack unless a condition is kept.
   *
   * @param place the path of the setting in the Compose file, whose line the reason names where it
   *     can be had
   * @throws StackRefusedException if it is not
   */
  void unless(boolean kept, String reason, String remedy, String... place) {
    if (!kept) {
      throw because(reason, remedy, place);
    }
  }

  /** Returns the exception that refuses the stack. */
  StackRefusedException because(String reason, String remedy, String... place) {
    String where = lines.find(place).map(line -> " (" + line + ")").orElse("");
    return new StackRefusedException(directory, reason + where, remedy);
  }
}
