package io.github.ecluse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.registry.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineRunTest {
  private static final String DIGEST = "sha256:" + "1a".repeat(32);

  /** What Docker 26.1.5 printed for a push, and build.sh around it. */
  private static final List<String> LINES =
      List.of(
          "[*] Pushing to registry...",
          "The push refers to repository [localhost:5000/app]",
          "337b013c8b8a: Layer already exists",
          "latest: digest: " + DIGEST + " size: 1781",
          "[+] Pipeline completed successfully");

  @Test
  void theReleaseIsTheDigestThatThePushPrinted() {
    assertThat(run(0, LINES).release().digest()).isEqualTo(new Digest(DIGEST));
  }

  @Test
  void ofSeveralTagsThatArePushedTheDeployedOneIsTheRelease() {
    String other = "v1: digest: sha256:" + "c".repeat(64) + " size: 1781";
    String deployed = LINES.get(LINES.size() - 2);

    for (List<String> lines : List.of(List.of(other, deployed), List.of(deployed, other))) {
      assertThat(run(0, lines).orHeld(Optional::empty).release().digest())
          .isEqualTo(new Digest(DIGEST));
    }
  }

  @Test
  void ofSeveralOtherTagsTheRegistryTellsTheRelease() {
    Digest held = new Digest("sha256:" + "b".repeat(64));
    List<String> others =
        Stream.of("c", "d")
            .map(one -> one + ": digest: sha256:" + one.repeat(64) + " size: 1781")
            .toList();

    assertThat(run(0, others).orHeld(() -> Optional.of(held)).release().digest()).isEqualTo(held);
  }

  /** An author of another script may begin such a line with the time. */
  @Test
  void aVersionFromTheRegistryIsTheRelease() {
    for (String line : List.of("    v1 is " + DIGEST, "    18:44:05 v1 is " + DIGEST)) {
      assertThat(run(0, List.of(line)).release().digest()).as(line).isEqualTo(new Digest(DIGEST));
    }
  }

  @Test
  void aFailedRunIsNoRelease() {
    assertThatThrownBy(() -> run(12, LINES).release())
        .isInstanceOf(PipelineFailedException.class)
        .hasMessageContainingAll("exit code 12", "The push refers to repository");
  }

  @Test
  void theBarsOfAPushHideNoError() {
    List<String> bars =
        Stream.of("Pushing [==>  ]  1.1MB", "Preparing ", "Layer already exists ")
            .map(" Pushing localhost:5000/todo:latest: a277fcb02731 "::concat)
            .flatMap(bar -> Collections.nCopies(10, bar).stream())
            .toList();
    List<String> lines = Stream.concat(Stream.of("exit 2: no table"), bars.stream()).toList();

    assertThatThrownBy(() -> run(1, lines).release())
        .hasMessageContaining("exit 2: no table")
        .hasMessageNotContainingAny("Pushing [", "Preparing", "already exists");
  }

  @Test
  void aRunThatPushedNothingIsNoRelease() {
    assertThatThrownBy(() -> run(0, List.of("[+] Pipeline completed successfully")).release())
        .isInstanceOf(PipelineFailedException.class)
        .hasMessageContaining("no push printed a digest");
  }

  @Test
  void stagesAreWhatTheScriptAnnounced() {
    Transcript transcript = new Transcript();
    LINES.forEach(transcript::add);

    assertThat(transcript.stages())
        .extracting(PipelineRun.Stage::name)
        .containsExactly("Pushing to registry");
  }

  @Test
  void whereNoPushIsPrintedTheReleaseIsWhatTheRegistryHolds() {
    Digest held = new Digest("sha256:" + "b".repeat(64));

    assertThat(run(0, List.of("done")).orHeld(() -> Optional.of(held)).release().digest())
        .isEqualTo(held);
    assertThat(run(0, List.of("done")).orHeld(() -> Optional.of(held)).deployed()).isTrue();
    assertThat(run(0, LINES).orHeld(() -> Optional.of(held)).release().digest())
        .isEqualTo(new Digest(DIGEST));
    assertThat(run(0, List.of("done")).orHeld(Optional::empty).deployed()).isFalse();
    assertThat(run(1, List.of("done")).orHeld(() -> Optional.of(held)).deployed()).isFalse();
  }

  @Test
  void ofSeveralImagesThatArePushedTheRegistryTellsTheReleaseOfTheApplication() {
    Digest held = new Digest("sha256:" + "b".repeat(64));
    List<String> both =
        Stream.of(
                LINES,
                List.of(
                    "The push refers to repository [localhost:5000/web]",
                    "latest: digest: sha256:" + "c".repeat(64) + " size: 943"))
            .flatMap(List::stream)
            .toList();

    assertThat(run(0, both).orHeld(() -> Optional.of(held)).release().digest()).isEqualTo(held);
    List<String> again = Stream.concat(LINES.stream(), LINES.stream()).toList();
    assertThat(run(0, again).orHeld(Optional::empty).release().digest())
        .isEqualTo(new Digest(DIGEST));
  }

  private static PipelineRun run(int exitCode, List<String> lines) {
    return new PipelineRun(
        exitCode, lines, List.of(), List.of(), Instant.EPOCH, "latest", Optional.empty());
  }
}
