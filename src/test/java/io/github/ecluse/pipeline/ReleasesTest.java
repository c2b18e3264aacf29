package io.github.ecluse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.registry.Digest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether anything was ever released decides whether another check can tell anything new. */
class ReleasesTest {
  private static final Digest HELD = new Digest("sha256:" + "a".repeat(64));

  @TempDir private Path directory;

  @Test
  void beforeTheFirstRunNothingHasFailed() {
    assertThat(releases("true").haveNeverServed()).isFalse();
  }

  @Test
  void aFirstRunThatFailsHasReleasedNothing() {
    Releases releases = releases("false");

    assertThatThrownBy(releases::ensureReleased).isInstanceOf(PipelineFailedException.class);
    assertThat(releases.haveNeverServed()).isTrue();
  }

  @Test
  void aLaterRunThatFailsLeavesTheReleaseBefore() {
    Releases releases = releases("exit ${CODE:-0}");
    releases.ensureReleased();

    assertThat(releases.attempt(Map.of("CODE", "1")).exitCode()).isEqualTo(1);
    assertThat(releases.haveNeverServed()).isFalse();
  }

  private Releases releases(String command) {
    Pipeline pipeline =
        new Pipeline(directory, command, "latest", Map::of, () -> Optional.of(HELD));
    return new Releases(pipeline, () -> {}, run -> {});
  }
}
