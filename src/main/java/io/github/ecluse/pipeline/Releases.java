package io.github.ecluse.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The history of a stack's releases: every run of its pipeline, and the release that serves. */
public final class Releases {
  private final Pipeline pipeline;
  private final Runnable beforeRun;
  private final Consumer<PipelineRun> afterRun;
  private final List<PipelineRun> runs = new ArrayList<>();
  private Release current;

  /**
   * Creates an empty history.
   *
   * @param pipeline runs {@code build.sh}
   * @param beforeRun called before each run, which may take the stack down
   * @param afterRun called with each run, failed or not
   */
  public Releases(Pipeline pipeline, Runnable beforeRun, Consumer<PipelineRun> afterRun) {
    this.pipeline = pipeline;
    this.beforeRun = beforeRun;
    this.afterRun = afterRun;
  }

  /**
   * Runs the pipeline if it has not run yet. A first run that failed is not repeated: each call
   * fails at once, for the same reason.
   *
   * @return the release that serves
   * @throws PipelineFailedException if the run failed
   */
  public Release ensureReleased() {
    if (current == null && runs.isEmpty()) {
      deploy();
    }
    return current();
  }

  /**
   * {@return the release that serves}
   *
   * @throws PipelineFailedException if the first run failed
   * @throws IllegalStateException if the pipeline has not run yet
   */
  public Release current() {
    if (current == null && runs.isEmpty()) {
      throw new IllegalStateException("The pipeline has not run yet: call ensureReleased()");
    }
    return current == null ? runs.get(0).release() : current;
  }

  /** {@return whether the first run has failed, so that no release has ever served} */
  public boolean haveNeverServed() {
    return current == null && !runs.isEmpty();
  }

  /** {@return the release that serves; empty if no run has deployed one} */
  public synchronized Optional<Release> served() {
    return Optional.ofNullable(current);
  }

  /**
   * Runs the pipeline with these options.
   *
   * @param options options of {@code build.sh}
   * @return what was deployed
   * @throws PipelineFailedException if it fails
   */
  public Release deploy(String... options) {
    return attempt(Map.of(), options).release();
  }

  /**
   * Runs the pipeline with these options.
   *
   * @param options options of {@code build.sh}
   * @return the run, failed or not
   */
  public PipelineRun attempt(String... options) {
    return attempt(Map.of(), options);
  }

  /**
   * Runs the pipeline with more variables in the environment.
   *
   * @param variables added to the environment
   * @param options options of {@code build.sh}
   * @return the run, failed or not
   */
  public PipelineRun attempt(Map<String, String> variables, String... options) {
    beforeRun.run();
    return noted(pipeline.attempt(variables, options));
  }

  /**
   * Runs the pipeline, and kills it with all that it started when it prints such a line.
   *
   * @param at gets each line as it is printed
   * @param options options of {@code build.sh}
   * @return the run, failed or not
   */
  public PipelineRun killedAt(Predicate<String> at, String... options) {
    beforeRun.run();
    return noted(pipeline.attempt(Map.of(), at, options));
  }

  /**
   * Runs the pipeline, and hands over each line as it is printed.
   *
   * @param onLine gets each line as it is printed
   * @param options options of {@code build.sh}
   * @return the run, failed or not
   */
  public PipelineRun watched(Consumer<String> onLine, String... options) {
    return killedAt(
        line -> {
          onLine.accept(line);
          return false;
        },
        options);
  }

  /**
   * Runs a line as a user pastes it into a shell, in the stack's directory.
   *
   * @param line a line of shell
   * @return the run, failed or not
   */
  public PipelineRun paste(String line) {
    beforeRun.run();
    return noted(pipeline.paste(line));
  }

  private synchronized PipelineRun noted(PipelineRun run) {
    runs.add(run);
    if (run.deployed()) {
      current = run.release();
    }
    afterRun.accept(run);
    return run;
  }

  /** {@return what each run that deployed has deployed, oldest first} */
  public synchronized List<Release> all() {
    return runs.stream().filter(PipelineRun::deployed).map(PipelineRun::release).toList();
  }

  /**
   * {@return the last run of the pipeline, failed or not}
   *
   * @throws IllegalStateException if the pipeline has not run yet
   */
  public synchronized PipelineRun lastRun() {
    if (runs.isEmpty()) {
      throw new IllegalStateException("The pipeline has not run yet: call ensureReleased()");
    }
    return runs.get(runs.size() - 1);
  }

  /** {@return all that the runs of the pipeline have printed} */
  public synchronized String output() {
    return runs.stream()
        .map(run -> "exit code " + run.exitCode() + "\n" + String.join("\n", run.lines()))
        .collect(Collectors.joining("\n\n"));
  }
}
