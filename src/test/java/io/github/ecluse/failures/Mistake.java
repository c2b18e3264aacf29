package io.github.ecluse.failures;

import io.github.ecluse.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A mistake in {@code compose.yml}, which its user makes and takes out again. */
final class Mistake {
  private Mistake() {}

  /**
   * Does something while the file has it.
   *
   * @param overlay the mistake, as an overlay of Compose; it is merged into the file itself
   * @return what the action returned
   */
  static <T> T during(Stack stack, String overlay, Callable<T> action) throws Exception {
    Path file = stack.workspace().directory().resolve("compose.yml");
    String original = Files.readString(file);
    Path other = Files.writeString(stack.workspace().directory().resolve("mistake.yml"), overlay);
    String merged =
        stack
            .compose()
            .command("docker", "compose", "-f", "compose.yml", "-f", other.toString(), "config")
            .orThrow()
            .stdout();
    Files.delete(other);
    Files.writeString(file, merged);
    try {
      return action.call();
    } finally {
      Files.writeString(file, original);
    }
  }
}
