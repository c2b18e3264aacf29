package io.github.ecluse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ecluse.registry.Digest;
import io.github.ecluse.support.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a run prints: it has a release or a reason, and its stages have names and times. */
class PipelineRunFuzzTest {
  private static final int TEXTS = 3_000;
  private static final Path ENGINES = Path.of("src/test/resources/engines");
  private static final String DEPLOYED =
      "[*] Building image...\n[*] Pushing to registry...\nlatest: digest: sha256:"
          + "0a".repeat(32)
          + " size: 856\n[*] Starting services...\n[+] Pipeline completed successfully\n";

  @Test
  void aRunHasAReleaseOrAReason() throws IOException {
    Stream.concat(Mutations.of(List.of(DEPLOYED), TEXTS), Mutations.of(originals(), TEXTS))
        .forEach(PipelineRunFuzzTest::assertReleaseOrReason);
  }

  private static List<String> originals() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ENGINES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static void assertReleaseOrReason(String text) {
    Transcript transcript = new Transcript();
    text.lines().forEach(transcript::add);
    PipelineRun run =
        new PipelineRun(
            0,
            transcript.lines(),
            List.of(),
            transcript.stages(),
            Instant.EPOCH,
            "latest",
            Optional.empty());

    if (run.deployed()) {
      assertThat(Digest.isOne(run.release().digest().value())).as("digest in:%n%s", text).isTrue();
    } else {
      assertThat(catchThrowable(run::release))
          .as("without a push:%n%s", text)
          .isInstanceOf(PipelineFailedException.class);
    }
    run.explanation()
        .ifPresent(
            why -> assertThat(why.failure()).as("failure in:%n%s", text).doesNotContain(" "));
    assertThat(run.stages())
        .as("stages of:%n%s", text)
        .hasSize((int) text.lines().filter(line -> line.startsWith("[*] ")).count())
        .allMatch(
            stage -> stage.took().compareTo(Duration.ZERO) >= 0, "none ends before it begins");
  }
}
