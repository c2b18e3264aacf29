package io.github.ecluse.pipeline;

import io.github.ecluse.registry.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of the pipeline, whatever came of it.
 *
 * @param exitCode its exit code
 * @param lines what it printed on both outputs, in the order in which it came
 * @param errors what it printed on stderr
 * @param stages the stages that it announced
 * @param startedAt when it began
 * @param tag the tag that is deployed
 * @param held what the registry held after a run that did not print which push was the release's
 */
public record PipelineRun(
    int exitCode,
    List<String> lines,
    List<String> errors,
    List<Stage> stages,
    Instant startedAt,
    String tag,
    Optional<Digest> held) {

  /**
   * What {@code docker push} prints last: the tag, the digest, the size of the manifest; or what
   * the script says of a version that it takes from the registry.
   */
  private static final Pattern PUSHED =
      Pattern.compile(
          "^(?:([\\w.-]+): digest: (?=.* size: \\d+$)| +(?:[\\d:]+ )?[\\w.-]+ is )(sha256:[0-9a-f]{64})\\b.*");

  private static final Pattern REPOSITORY =
      Pattern.compile("^The push refers to repository \\[(.+)]$");

  /** {@return whether it ended with exit code 0} */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** {@return whether it succeeded and brought a release about: a list or a collection does not} */
  public boolean deployed() {
    return succeeded() && pushed().or(() -> held).isPresent();
  }

  /**
   * Returns the digest that the push printed; of several digests, the last one of the tag that is
   * deployed. It is empty if no push printed one, or if images of several repositories were pushed,
   * any of which it may be.
   */
  private Optional<Digest> pushed() {
    long repositories =
        lines.stream()
            .map(REPOSITORY::matcher)
            .filter(Matcher::matches)
            .map(Matcher::group)
            .distinct()
            .count();
    if (repositories > 1) {
      return Optional.empty();
    }
    List<Matcher> pushes = lines.stream().map(PUSHED::matcher).filter(Matcher::matches).toList();
    boolean isOne = pushes.stream().map(push -> push.group(2)).distinct().count() == 1;
    return pushes.stream()
        .filter(push -> isOne || tag.equals(push.group(1)))
        .map(push -> new Digest(push.group(2)))
        .reduce((first, last) -> last);
  }

  /** Returns the run with what the registry holds, where no push told the digest. */
  PipelineRun orHeld(Supplier<Optional<Digest>> registry) {
    return pushed().isPresent()
        ? this
        : new PipelineRun(exitCode, lines, errors, stages, startedAt, tag, registry.get());
  }

  /** Returns the run as one that failed, if calls were refused, and with these lines at its end. */
  PipelineRun refusing(List<String> calls) {
    return calls.isEmpty()
        ? this
        : new PipelineRun(
            succeeded() ? 1 : exitCode,
            Stream.concat(lines.stream(), calls.stream()).toList(),
            errors,
            stages,
            startedAt,
            tag,
            held);
  }

  /** {@return its explanation of what went wrong; empty if it explained nothing} */
  public Optional<Explanation> explanation() {
    return Explanation.in(lines);
  }

  /**
   * {@return what it deployed}
   *
   * @throws PipelineFailedException if it failed, or if no push printed a digest and the registry
   *     holds no image
   */
  public Release release() {
    if (!succeeded()) {
      throw new PipelineFailedException("it ended with exit code " + exitCode, exitCode, lines);
    }
    return pushed()
        .or(() -> held)
        .map(digest -> new Release(digest, startedAt))
        .orElseThrow(
            () -> new PipelineFailedException("no push printed a digest", exitCode, lines));
  }

  /**
   * A stage of the pipeline, as the script announced it.
   *
   * @param name the announcement, without its {@code [*]}
   * @param took the time until the next announcement, or the end
   */
  public record Stage(String name, Duration took) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f s", name, took.toMillis() / 1000.0);
    }
  }
}
