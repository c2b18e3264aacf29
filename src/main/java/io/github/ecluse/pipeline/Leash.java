package io.github.ecluse.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Ends a run with this JVM, should that be killed: nobody else would. A watcher, which Ctrl-C does
 * not reach, then kills all processes that have the variable of the run, also those whose parents
 * have ended.
 */
final class Leash implements AutoCloseable {
  private static final String NAME = "ECLUSE_GATE_RUN";

  /** It reads one line. If the JVM is killed, the pipe ends before that line. */
  private static final String WATCHER =
      """
      trap '' HUP INT TERM
      if read -r; then exit; fi
      for _ in {1..50}; do
        found=$(grep -lsF -- "$0" /proc/[0-9]*/environ)
        [ -n "$found" ] || exit
        for file in $found; do
          file=${file#/proc/}
          kill -KILL "${file%%/*}"
        done
        sleep 0.1
      done
      """;

  private final String value = UUID.randomUUID().toString();
  private final Process watcher;

  /** Starts the watcher. */
  Leash() {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", WATCHER, NAME + "=" + value);
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    try {
      watcher = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("bash is not there. Remedy: apt-get install bash", e);
    }
  }

  /** Returns the variable by which the processes of the run are known. */
  Map<String, String> variable() {
    return Map.of(NAME, value);
  }

  /** Ends the watcher. What the run has left in the background stays. */
  @Override
  public void close() {
    try (OutputStream input = watcher.getOutputStream()) {
      input.write("\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It has ended already.
      watcher.destroyForcibly();
    }
  }
}
