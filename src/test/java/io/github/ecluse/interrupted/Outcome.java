package io.github.ecluse.interrupted;

import java.util.List;

/**
 * What came of one interruption.
 *
 * @param mode the mode of the run
 * @param call the number of the call, from 1
 * @param command what was called
 * @param way how the run was interrupted
 * @param ended the exit code of the run, and whether what was proven served right after it
 * @param broken the promises that were broken
 */
record Outcome(Mode mode, int call, String command, Way way, String ended, List<String> broken) {
  private static final int COMMAND_WIDTH = 90;

  /** Returns its row in the table of results. */
  String row() {
    return "| %s | %s | `%s` | %s | %s | %s |"
        .formatted(
            mode,
            call,
            command.substring(0, Math.min(command.length(), COMMAND_WIDTH)).replace("|", "\\|"),
            way,
            ended,
            broken.isEmpty() ? "kept" : String.join("; ", broken));
  }
}
