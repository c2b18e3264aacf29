package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeFilesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compose.yml | compose.yml",
        "docker-compose.yml | docker-compose.yml",
        "docker-compose.yaml compose.yaml compose.yml | compose.yaml",
        "compose.yaml docker-compose.override.yml | compose.yaml, docker-compose.override.yml",
        "compose.override.yaml compose.override.yml compose.yml"
            + " | compose.yml, compose.override.yml"
      })
  void theyAreFoundInTheOrderOfCompose(String there, String found) throws IOException {
    add(there.split(" "));

    assertThat(ComposeFiles.of(directory, "", "")).hasToString(found);
  }

  @Test
  void aDirectoryWithoutOneIsRefusedWithTheirNames() throws IOException {
    add("compose.override.yml", "stack.yml");

    assertThatThrownBy(() -> ComposeFiles.of(directory, "", ""))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("no Compose file", "compose.yaml", "docker-compose.yml");
  }

  @Test
  void aSettingGoesBeforeWhatIsFound() throws IOException {
    add("compose.yml", "compose.override.yml", "prod.yml");

    assertThat(ComposeFiles.of(directory, "compose.yml:prod.yml", "").names())
        .containsExactly("compose.yml", "prod.yml");
    assertThat(ComposeFiles.of(directory, "compose.yml;prod.yml", ";").names())
        .containsExactly("compose.yml", "prod.yml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"compose.yml:gone.yml", "../compose.yml", "/etc/hostname", "deploy/compose.yml"})
  void aSettingThatTheCopyCanNotFollowIsRefusedByName(String named) throws IOException {
    Files.createDirectories(directory.resolve("deploy"));
    add("compose.yml", "deploy/compose.yml");

    assertThatThrownBy(() -> ComposeFiles.of(directory, named, ""))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("COMPOSE_FILE", "Remedy");
  }

  @Test
  void aStackIsFoundWhateverItsComposeFileIsCalled() throws IOException {
    add("docker-compose.yaml", "build.sh");
    Path below = Files.createDirectories(directory.resolve("app/static"));
    add("app/static/build.sh");

    assertThat(StackDirectory.given("", below).path()).isEqualTo(directory);
  }

  private void add(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(directory.resolve(name), "services: {}\n");
    }
  }
}
