package io.github.ecluse.secure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Docker's trust in the authority of one registry, which a test gives by {@code
 * provision/registry.sh}. A process of its own takes it back when this is closed, and also when the
 * JVM is killed.
 */
final class TrustedAuthority implements AutoCloseable {
  private static final String TAKE_BACK =
      "cat >/dev/null; exec provision/registry.sh forget \"$0\"";

  private final Process process;

  /**
   * Starts to watch over it; nothing is trusted yet.
   *
   * @param stack the directory of a stack
   * @param address the registry's name and port
   */
  TrustedAuthority(Path stack, String address) {
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "bash", "-c", TAKE_BACK, address).directory(stack.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      process.outputWriter().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
