package io.github.ecluse.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JVM for many gates, one after the other: from the second on it has its libraries loaded, which
 * is most of what a gate costs a JVM. The gate's own classes are loaded anew each time, so that
 * nothing of one gate is left for the next.
 */
public final class WarmJvm implements GateJvm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Process process;
  private Writer orders;
  private BufferedReader answers;

  @Override
  public synchronized void run(GateOrder order) throws IOException {
    if (process == null || !process.isAlive()) {
      start();
    }
    if (!GateWorker.DONE.equals(answerTo(order))) {
      close();
      Files.writeString(
          Path.of(order.log()),
          "The gate's JVM ended, or was not done after %d minutes.%n"
              .formatted(OwnJvm.LIMIT.toMinutes()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private String answerTo(GateOrder order) {
    try {
      orders.write(JSON.writeValueAsString(order) + "\n");
      orders.flush();
    } catch (IOException e) {
      return null;
    }
    return answer();
  }

  private void start() throws IOException {
    List<String> words = new ArrayList<>(OwnJvm.command());
    words.add(GateWorker.class.getName());
    process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The next line, or null if there is none within the limit. */
  private String answer() {
    FutureTask<String> next = new FutureTask<>(answers::readLine);
    // A thread of its own: a shared pool may have fewer than there are JVMs to wait for.
    new Thread(next, "gate-answer").start();
    try {
      return next.get(OwnJvm.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Ends it, and whatever gate it runs. */
  @Override
  public synchronized void close() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process = null;
    }
  }
}
