package io.github.ecluse.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A command to run: a list of arguments, never a string to be split, and always with a time limit.
 */
public final class Command {
  /** How long a command may take if {@link #within} was not called. */
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

  /** How long output may still arrive from a child that outlived the command. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

  private final List<String> words;
  private final UnaryOperator<List<String>> launcher;
  private final Map<String, String> environment = new HashMap<>();
  private Path directory = Path.of("");
  private Duration limit = DEFAULT_LIMIT;
  private Consumer<String> onLine = line -> {};
  private Predicate<String> lastWords = line -> false;

  private Command(List<String> words, UnaryOperator<List<String>> launcher) {
    this.words = List.copyOf(words);
    this.launcher = launcher;
  }

  /** Returns a command with its arguments. */
  public static Command of(String... words) {
    return of(List.of(words));
  }

  /** Returns a command with its arguments. */
  public static Command of(List<String> words) {
    return launchedBy(UnaryOperator.identity(), words);
  }

  /**
   * Returns a command that is started by other words than those that messages show.
   *
   * @param launcher makes the words that are started of those that are shown
   */
  public static Command launchedBy(UnaryOperator<List<String>> launcher, List<String> words) {
    return new Command(words, launcher);
  }

  /** Returns a new command with more arguments. */
  public Command and(String... more) {
    return new Command(Stream.concat(words.stream(), Stream.of(more)).toList(), launcher);
  }

  /** Sets the directory in which the command runs. */
  public Command in(Path directory) {
    this.directory = directory;
    return this;
  }

  /**
   * Adds these variables to the inherited environment. An inherited proxy is not used for this
   * machine; one that is named here stands as it is.
   */
  public Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Sets the time after which the command, and all that it started, is ended. */
  public Command within(Duration limit) {
    this.limit = limit;
    return this;
  }

  /** Sets a callback that gets each line of stdout and stderr as it comes. */
  public Command onLine(Consumer<String> onLine) {
    this.onLine = onLine;
    return this;
  }

  /** Kills the command, and all that it started, when it prints such a line. */
  public Command killedAt(Predicate<String> line) {
    lastWords = line;
    return this;
  }

  /**
   * Runs the command to its end. An exception of a callback is thrown once the command has ended.
   *
   * @return what the command printed and its exit code, whatever that is
   * @throws CommandFailedException if the command can't be started, or is not over within its limit
   */
  public CommandResult run() {
    long started = System.nanoTime();
    Process process = start();
    Consumer<String> reader = line -> read(line, process);
    OutputReader stdout = new OutputReader(process.inputReader(StandardCharsets.UTF_8), reader);
    OutputReader stderr = new OutputReader(process.errorReader(StandardCharsets.UTF_8), reader);
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
      throw notEnded("it was interrupted", stdout.text(), stderr.text(), e);
    }
    Stream.of(stdout, stderr).flatMap(one -> one.failure().stream()).forEach(Command::rethrow);
    if (!over) {
      String why = "it did not end within " + limit.toSeconds() + " s";
      throw notEnded(why, stdout.text(), stderr.text(), null);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new CommandResult(words, process.exitValue(), stdout.text(), stderr.text(), took);
  }

  private CommandFailedException notEnded(
      String why, String stdout, String stderr, Throwable cause) {
    return new CommandFailedException(
        why, words, CommandFailedException.NOT_ENDED, stdout, stderr, cause);
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private void read(String line, Process process) {
    onLine.accept(line);
    if (lastWords.test(line)) {
      end(process);
    }
  }

  private Process start() {
    ProcessBuilder builder =
        new ProcessBuilder(launcher.apply(words)).directory(directory.toAbsolutePath().toFile());
    // A shell would set it. Compose files name folders by it.
    builder.environment().put("PWD", builder.directory().toString());
    if (!ProxyExemption.isNeededIn(environment)) {
      builder.environment().putAll(ProxyExemption.in(builder.environment()));
    }
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      return builder.start();
    } catch (IOException e) {
      throw notEnded("it could not be started: " + e.getMessage(), "", "", e);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
