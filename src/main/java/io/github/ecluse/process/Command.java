package io.github.ecluse.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

  /**
   * {@return a command with its arguments}
   *
   * @param words the program and its arguments
   */
  public static Command of(String... words) {
    return of(List.of(words));
  }

  /**
   * {@return a command with its arguments}
   *
   * @param words the program and its arguments
   */
  public static Command of(List<String> words) {
    return launchedBy(UnaryOperator.identity(), words);
  }

  /**
   * {@return a command that starts with other words than messages show}
   *
   * @param launcher makes the words that are started of those that are shown
   * @param words the program and its arguments, as messages show them
   */
  public static Command launchedBy(UnaryOperator<List<String>> launcher, List<String> words) {
    return new Command(words, launcher);
  }

  /**
   * {@return a new command with more arguments}
   *
   * @param more the arguments that follow
   */
  public Command and(String... more) {
    return new Command(Stream.concat(words.stream(), Stream.of(more)).toList(), launcher);
  }

  /**
   * Sets the directory in which the command runs.
   *
   * @param directory an existing directory
   * @return this command
   */
  public Command in(Path directory) {
    this.directory = directory;
    return this;
  }

  /**
   * Adds these variables to the inherited environment. An inherited proxy is not used for this
   * machine; a proxy that is named here is used as it is.
   *
   * @param variables values by name
   * @return this command
   */
  public Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /**
   * Sets the time after which the command and all its descendants are killed.
   *
   * @param limit longer than zero
   * @return this command
   */
  public Command within(Duration limit) {
    this.limit = limit;
    return this;
  }

  /**
   * Sets a callback that gets each line of stdout and stderr as it comes.
   *
   * @param onLine is called in a thread of its own; an exception of it ends the callbacks
   * @return this command
   */
  public Command onLine(Consumer<String> onLine) {
    this.onLine = onLine;
    return this;
  }

  /**
   * Kills the command and all its descendants when it prints such a line.
   *
   * @param line whether a line of stdout or stderr ends the command
   * @return this command
   */
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
      throw CommandFailedException.notEnded(
          words, "it was interrupted", stdout.text(), stderr.text(), e);
    }
    Stream.of(stdout, stderr).forEach(OutputReader::rethrowFailure);
    if (!over) {
      String why = "it did not end within " + limit.toSeconds() + " s";
      throw CommandFailedException.notEnded(words, why, stdout.text(), stderr.text(), null);
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
        new ProcessBuilder(launcher.apply(words)).directory(directory.toAbsolutePath().toFile());
    // A shell would set it, and Compose files use it in paths.
    builder.environment().put("PWD", builder.directory().toString());
    if (!ProxyExemption.isNeededIn(environment)) {
      builder.environment().putAll(ProxyExemption.in(builder.environment()));
    }
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      return builder.start();
    } catch (IOException e) {
      throw CommandFailedException.notEnded(
          words, "it could not be started: " + e.getMessage(), "", "", e);
    }
  }

  private static void end(Process process) {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }
}
