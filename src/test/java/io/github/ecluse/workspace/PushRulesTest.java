package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broken release comes to no registry but the stack's own. */
class PushRulesTest {
  private static final String CONFIG =
      """
      {"services": {
         "app": {"build": {}, "image": "localhost:5001/app"},
         "worker": {"build": {"tags": ["localhost:5001/w", "r.example/w:1"]}, "image": "worker"},
         "mail": {"image": "r.example/mail"}}}\
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker compose push",
        "docker-compose --progress plain push -q && docker compose up -d",
        "docker compose push app worker",
        "docker compose push $SERVICES",
        "docker compose build --push",
        "docker buildx bake --push"
      })
  void aTagOfAnotherRegistryIsNotPushed(String deploy) throws IOException {
    assertThatThrownBy(() -> check(deploy))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(
            "pushes r.example/w:1, the image of the service worker",
            "Remedy: push the application alone: docker compose push app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker compose push app",
        "docker compose push -q app && docker compose up -d worker",
        "docker push localhost:5001/app",
        "docker compose build && ./worker-push",
        "docker compose up -d"
      })
  void whatStaysHereIsLetIn(String deploy) {
    assertThatCode(() -> check(deploy)).doesNotThrowAnyException();
  }

  private void check(String deploy) throws IOException {
    Files.writeString(directory.resolve("ecluse.yml"), "deploy: ./release\n");
    Path script = Files.writeString(directory.resolve("release"), "#!/bin/sh\n" + deploy + "\n");
    script.toFile().setExecutable(true);
    new PushRules(new StackDirectory(directory), new Refusals(directory))
        .check(new ObjectMapper().readTree(CONFIG));
  }
}
