package io.github.ecluse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.registry.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that deploys, as people write it. */
class PipelineTest {
  private static final Digest HELD = new Digest("sha256:" + "a".repeat(64));

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "./deploy.sh | deploy.sh said: two words",
        "./deploy.sh --quick | deploy.sh said: --quick two words",
        "env A=1 ./deploy.sh | deploy.sh said: two words",
        "TAG=v1 ./deploy.sh | deploy.sh said: two words",
        "source ./deploy.sh | deploy.sh said: two words",
        "./no-first-line.sh | no first line: two words",
        "true && ./deploy.sh | deploy.sh said: two words",
        "A='x y'; ./deploy.sh \"$A\" | deploy.sh said: x y two words"
      })
  void itMayBeOfWordsOrOfCommandsAndGetsTheOptions(String command, String line) throws IOException {
    script("echo \"deploy.sh said: $*\"");
    write("no-first-line.sh", "echo \"no first line: $*\"\n");

    assertThat(pipeline(command).attempt(Map.of(), "two words").lines()).containsExactly(line);
  }

  @Test
  void theEnvironmentIsThatOfTheMoment() throws IOException {
    script("echo \"$RELEASE $MORE\"");
    int[] number = {0};
    Pipeline pipeline =
        new Pipeline(
            directory,
            "./deploy.sh",
            "latest",
            () -> Map.of("RELEASE", Integer.toString(++number[0])),
            Optional::empty);

    assertThat(pipeline.attempt(Map.of("MORE", "a")).lines()).containsExactly("1 a");
    assertThat(pipeline.attempt(Map.of("MORE", "b")).lines()).containsExactly("2 b");
  }

  @Test
  void whatTheRegistryHoldsIsTheReleaseOnlyIfACommandWithoutOptionsSucceeds() throws IOException {
    script("exit ${CODE:-0}");
    Pipeline pipeline = pipeline("./deploy.sh");

    assertThat(pipeline.attempt(Map.of()).release().digest()).isEqualTo(HELD);
    assertThat(pipeline.attempt(Map.of(), "--list").deployed()).isFalse();
    assertThat(pipeline.attempt(Map.of("CODE", "3")).deployed()).isFalse();
  }

  private Pipeline pipeline(String command) {
    return new Pipeline(directory, command, "latest", Map::of, () -> Optional.of(HELD));
  }

  private void script(String text) throws IOException {
    write("deploy.sh", "#!/bin/bash\n" + text + "\n");
  }

  private void write(String file, String text) throws IOException {
    Path script = Files.writeString(directory.resolve(file), text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }
}
