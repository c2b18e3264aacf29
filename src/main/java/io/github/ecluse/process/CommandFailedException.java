package io.github.ecluse.process;

import java.util.List;

/** A command that failed: the whole command, why, and all that it printed. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String why, List<String> words, String stdout, String stderr) {
    super(
        "Tried to run `%s`, but it failed: %s%s%s"
            .formatted(
                String.join(" ", words), why, block("stdout", stdout), block("stderr", stderr)));
  }

  private static String block(String name, String text) {
    return text.isBlank() ? "" : "\n" + name + ":\n" + text.strip().indent(2).stripTrailing();
  }
}
