package io.github.ecluse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A command that deploys does not reach the Compose project of a user, whatever it is written in.
 */
class ProjectGuardTest {
  @TempDir private Path directory;

  /** It says how it was called, in place of Docker. */
  @BeforeEach
  void programs() throws IOException {
    for (String name : new String[] {"docker", "docker-compose"}) {
      Path program = Files.createDirectories(directory.resolve("it's bin")).resolve(name);
      Files.writeString(program, "#!/bin/sh\necho \"called: $*\"\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker compose -p mares up -d",
        "docker compose -pmares up -d",
        "docker compose -f compose.yml --project-name=mares --ansi never down",
        "docker --context default compose --project-name mares build",
        "docker-compose -p mares up",
        "C='docker compose -p mares'; $C up",
        "p=mares; docker compose -p \"$p\" up || true",
        "docker compose -p mares up >/dev/null 2>&1; true",
        "COMPOSE_PROJECT_NAME=mares docker compose up",
        "echo COMPOSE_PROJECT_NAME=mares >.env; set -a; . ./.env; docker compose up",
        "env -u COMPOSE_PROJECT_NAME docker compose up",
        "env docker compose -p mares up",
        "perl -e '@words = (\"-p\", \"mares\"); exit(system(\"docker\", \"compose\", @words, \"up\") >> 8)'"
      })
  void aCallForAnotherProjectIsNotMadeAndTheRunHasFailed(String command) {
    PipelineRun run = run(command);

    assertThat(run.lines()).noneMatch(line -> line.startsWith("called: "));
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.lines().get(run.lines().size() - 1))
        .startsWith("[ecluse] Compose was not called for '")
        .contains("instead of the copy's. Remedy: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker compose up -d",
        "docker-compose up -d",
        "docker compose -p \"${COMPOSE_PROJECT_NAME:-mares}\" up",
        "docker compose --project-name \"$COMPOSE_PROJECT_NAME-test\" up",
        "docker compose -p '' up",
        "docker compose run -p 8080:80 web",
        "docker compose -p mares version",
        "docker compose --project-name mares config -q",
        "docker run -p 8080:80 compose up",
        "docker push localhost:5000/web"
      })
  void allOtherCallsAreMadeWithTheirWords(String command) {
    PipelineRun run = run(command);

    assertThat(run.lines()).singleElement().asString().startsWith("called: ");
    assertThat(run.lines().get(0).substring(8)).endsWith(command.substring(command.length() - 2));
    assertThat(run.exitCode()).isZero();
  }

  /** A front of the user's own, which calls the next program of its name. */
  @Test
  void theProgramBehindItDoesNotFindItAgain() throws IOException {
    Path front = directory.resolve("it's bin/docker");
    Files.copy(front, Files.createDirectories(directory.resolve("next")).resolve("docker"));
    Files.writeString(
        front,
        """
        #!/bin/bash
        [ -z "$BEHIND" ] || { echo 'called again'; exit 9; }
        export BEHIND=yes
        while IFS= read -r next; do [ "$next" -ef "$0" ] || exec "$next" "$@"; done < <(type -ap docker)
        """);
    assertThat(directory.resolve("next/docker").toFile().setExecutable(true)).isTrue();

    PipelineRun run = run("docker compose up -d");

    assertThat(run.lines()).containsExactly("called: compose up -d");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void nothingOfItIsLeft() {
    String folder = run("command -v docker").lines().get(0);

    assertThat(folder).endsWith("/docker").doesNotContain("it's bin");
    assertThat(Path.of(folder).getParent())
        .as("its folder, named like a copy for the next run to delete")
        .doesNotExist()
        .satisfies(path -> assertThat(path.getFileName().toString()).matches("\\d+-\\d+"));
  }

  private Path stack() {
    try {
      return Files.createDirectories(directory.resolve("stack"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PipelineRun run(String command) {
    Map<String, String> environment =
        Map.of(
            "COMPOSE_PROJECT_NAME",
            "ecluse-1-2",
            "PATH",
            "%s/it's bin:%s/next:%s".formatted(directory, directory, System.getenv("PATH")));
    return new Pipeline(stack(), command, "latest", () -> environment, Optional::empty)
        .attempt(Map.of());
  }
}
