package io.github.ecluse.pipeline;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.registry.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The pipeline of a stack: its own command, run as a user runs it. */
public final class Pipeline {
  /** How long a run may take. */
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Path directory;
  private final String command;
  private final String tag;
  private final Supplier<Map<String, String>> environment;
  private final Supplier<Optional<Digest>> held;

  /**
   * Creates a pipeline, which has not run yet.
   *
   * @param directory the stack's directory
   * @param command what a user types to deploy; it may be of several words or commands
   * @param tag the tag of the image that it deploys
   * @param environment gives the variables that make a run act on one project and its ports
   * @param held tells what the registry holds, where the output does not tell it
   */
  public Pipeline(
      Path directory,
      String command,
      String tag,
      Supplier<Map<String, String>> environment,
      Supplier<Optional<Digest>> held) {
    this.directory = directory;
    this.command = command.strip();
    this.tag = tag;
    this.environment = environment;
    this.held = held;
  }

  /**
   * Runs the command with more variables in the environment. A run that would have acted on another
   * Compose project has failed.
   *
   * @param variables added to the environment
   * @param options options of {@code build.sh}
   * @return the run, failed or not
   * @throws io.github.ecluse.process.CommandFailedException if it is not over within 6 minutes
   */
  public PipelineRun attempt(Map<String, String> variables, String... options) {
    return attempt(variables, line -> false, options);
  }

  /**
   * Runs it, and kills it with all that it started when it prints such a line.
   *
   * @param variables added to the environment
   * @param killedAt gets each line as it is printed
   * @param options options of {@code build.sh}
   * @return the run, failed or not
   */
  public PipelineRun attempt(
      Map<String, String> variables, Predicate<String> killedAt, String... options) {
    // As a shell runs it: with variables before it, as a builtin, or as a script without #!.
    List<String> words = new ArrayList<>(List.of("bash", "-c", command + " \"$@\"", "deploy"));
    words.addAll(List.of(options));
    Map<String, String> all = new HashMap<>(environment.get());
    all.putAll(variables);
    try (ProjectGuard guard = new ProjectGuard(directory, all)) {
      PipelineRun run = run(words, guard.environment(), killedAt).refusing(guard.refusals());
      // With an option it may only have told something.
      return options.length == 0 && run.succeeded() ? run.orHeld(held) : run;
    }
  }

  /**
   * Runs a line as a user pastes it into a shell: a remedy with {@code ./build.sh} in it.
   *
   * @param line a line of shell
   * @return the run, failed or not
   */
  public PipelineRun paste(String line) {
    return run(List.of("bash", "-c", line), environment.get(), printed -> false);
  }

  private PipelineRun run(
      List<String> words, Map<String, String> variables, Predicate<String> killedAt) {
    Transcript transcript = new Transcript();
    Instant startedAt = Instant.now();
    CommandResult result;
    try (Leash leash = new Leash()) {
      result =
          Command.of(words)
              .in(directory)
              .with(variables)
              .with(leash.variable())
              .within(LIMIT)
              .onLine(transcript::add)
              .killedAt(killedAt)
              .run();
    }
    return new PipelineRun(
        result.exitCode(),
        transcript.lines(),
        result.stderr().lines().toList(),
        transcript.stages(),
        startedAt,
        tag,
        Optional.empty());
  }
}
