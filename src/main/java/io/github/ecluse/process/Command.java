package io.github.ecluse.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A command to run: a list of arguments, never a string to be split, and always with a time limit.
 */
public final class Command {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

  /** How long output may still arrive from a child that outlived the command. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private Path directory = Path.of("");
  private Duration limit = DEFAULT_LIMIT;
  private Consumer<String> onLine = line -> {};
  private Predicate<String> lastWords = line -> false;

  private Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  /** A command and its arguments. */
  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** A command and its arguments. */
  public static Command of(List<String> words) {
    return new Command(words);
  }

  /** A command of the Docker client. */
  public static Command docker(String... words) {
    List<String> all = new ArrayList<>(List.of("docker"));
    all.addAll(List.of(words));
    return new Command(all);
  }

  /** The same with more arguments. */
  public Command and(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return new Command(all);
  }

  /** Runs it in this directory. */
  public Command in(Path directory) {
    this.directory = directory;
    return this;
  }

  /**
   * Adds these variables to the environment that it inherits. An inherited proxy is not used for
   * this machine; one that is named here stands as it is.
   */
  public Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Ends it, and all that it started, when this much time has passed. */
  public Command within(Duration limit) {
    this.limit = limit;
    return this;
  }

  /** Hands over each line of stdout and stderr as it comes. */
  public Command onLine(Consumer<String> onLine) {
    this.onLine = onLine;
    return this;
  }

  /** Kills it, and all that it started, when a line of its output is such a one. */
  public Command killedAt(Predicate<String> line) {
    lastWords = line;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @return what it printed and its exit code, whatever that is
   * @throws CommandFailedException if it can't be started, or is not over within its time limit
   */
  public CommandResult run() {
    long started = System.nanoTime();
    Process process = start();
    Consumer<String> reader = line -> read(line, process);
    Drain stdout = new Drain(process.inputReader(StandardCharsets.UTF_8), reader);
    Drain stderr = new Drain(process.errorReader(StandardCharsets.UTF_8), reader);
    boolean over;
    try {
      over = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (!over) {
        end(process);
      }
      stdout.join(LAST_OUTPUT);
      stderr.join(LAST_OUTPUT);
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while running", words, "", "");
    }
    if (!over) {
      throw new CommandFailedException(
          "not over after " + limit.toSeconds() + " s", words, stdout.text(), stderr.text());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new CommandResult(words, process.exitValue(), stdout.text(), stderr.text(), took);
  }

  private void read(String line, Process process) {
    onLine.accept(line);
    if (lastWords.test(line)) {
      end(process);
    }
  }

  private Process start() {
    ProcessBuilder builder =
        new ProcessBuilder(ComposeProgram.calledDirectly(words))
            .directory(directory.toAbsolutePath().toFile());
    // A shell would set it. Compose files name folders by it.
    builder.environment().put("PWD", builder.directory().toString());
    if (!ProxyExemption.isNeededIn(environment)) {
      builder.environment().putAll(ProxyExemption.in(builder.environment()));
    }
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandFailedException("can't be started: " + e.getMessage(), words, "", "");
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Reads one of the two outputs to its end, so that neither blocks the command. */
  private static final class Drain {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    Drain(BufferedReader reader, Consumer<String> onLine) {
      thread = new Thread(() -> drain(reader, onLine), "command-output");
      thread.setDaemon(true);
      thread.start();
    }

    private void drain(BufferedReader reader, Consumer<String> onLine) {
      try (reader) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
          onLine.accept(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void join(Duration limit) throws InterruptedException {
      thread.join(limit.toMillis());
    }

    String text() {
      synchronized (lines) {
        return String.join("\n", lines);
      }
    }
  }
}
