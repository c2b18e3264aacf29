package io.github.ecluse.failures;

import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A mistake in {@code compose.yml}, written as an overlay of Compose and merged into the file
 * itself; {@link #mend()} is the user who takes it out again.
 */
final class Mistake implements AutoCloseable {
  private final Path file;
  private final String original;

  private Mistake(Path file, String original) {
    this.file = file;
    this.original = original;
  }

  /** Makes one. */
  static Mistake in(Stack stack, String overlay) throws IOException {
    Path file = stack.directory().resolve("compose.yml");
    String original = Files.readString(file);
    Path other = Files.writeString(stack.directory().resolve("mistake.yml"), overlay);
    String merged =
        stack
            .command("docker", "compose", "-f", "compose.yml", "-f", other.toString(), "config")
            .orThrow()
            .stdout();
    Files.delete(other);
    Files.writeString(file, merged);
    return new Mistake(file, original);
  }

  /** Writes the file as it was before. */
  void mend() throws IOException {
    Files.writeString(file, original);
  }

  @Override
  public void close() throws IOException {
    mend();
  }
}
