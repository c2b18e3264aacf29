package io.github.ecluse.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Reads one of the two outputs of a command to its end, so that neither blocks the command. */
final class OutputReader {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  OutputReader(BufferedReader output, Consumer<String> onLine) {
    thread = new Thread(() -> readToTheEnd(output, onLine), "command-output");
    thread.setDaemon(true);
    thread.start();
  }

  private void readToTheEnd(BufferedReader output, Consumer<String> onLine) {
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        handOver(line, onLine);
      }
    } catch (IOException e) {
      failure.compareAndSet(null, new UncheckedIOException(e));
    }
  }

  /** A callback that failed once gets no more lines. The output is still read. */
  private void handOver(String line, Consumer<String> onLine) {
    if (failure.get() != null) {
      return;
    }
    try {
      onLine.accept(line);
    } catch (RuntimeException | Error e) {
      failure.set(e);
    }
  }

  /**
   * Waits for the end of the output.
   *
   * @param limit how long to wait; a child that outlives the command may keep the output open
   */
  void join(Duration limit) throws InterruptedException {
    thread.join(limit.toMillis());
  }

  /** Throws what a callback has thrown, if one has. */
  void rethrowFailure() {
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  /** Returns all that was read so far. */
  String text() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }
}
