package io.github.ecluse.init;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.promise.Change;
import io.github.ecluse.promise.Database;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is guessed is read as it was meant, and what can't be is said. */
class GuessTest {
  private static final String SHOP =
      """
      {"services": {
        "store": {"image": "registry:2", "ports": [{"published": "5000"}]},
        "rows": {"image": "docker.io/library/postgres:16-alpine"},
        "cache": {"image": "redis:7"},
        "web": {"image": "localhost:5000/shop:latest", "build": {"context": "."},
                "healthcheck": {"test": ["CMD", "curl", "-f", "http://localhost:3000/alive"]}}}}\
      """;

  @TempDir private Path directory;

  @Test
  void aStackIsGuessedFromItsImagesItsScriptsAndItsHealthCheck() throws IOException {
    Path script = Files.writeString(directory.resolve("deploy.sh"), "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    Findings findings = guess(SHOP);

    Promise promise = read(findings);
    assertThat(promise.services()).containsExactly("store", "rows", "web");
    assertThat(promise.database()).contains(new Database("rows", Database.Kind.POSTGRESQL));
    assertThat(promise.deploy()).isEqualTo("./deploy.sh");
    assertThat(promise.health()).isEqualTo("/alive");
    assertThat(promise.change()).isInstanceOf(Change.Label.class);
    assertThat(promise.claims()).contains("data-survives").doesNotContain("limits", "ping-blocked");
    assertThat(findings.report())
        .filteredOn(line -> line.startsWith("could not tell"))
        .singleElement()
        .asString()
        .contains("a page that asks the database");
  }

  @Test
  void whatCanNotBeGuessedIsSaid() throws IOException {
    Findings findings = guess("{\"services\": {\"site\": {\"image\": \"localhost:5000/site\"}}}");

    assertThat(read(findings).database()).isEmpty();
    assertThat(findings.report())
        .anyMatch(line -> line.startsWith("could not tell: which service is the registry"))
        .anyMatch(line -> line.startsWith("could not tell: the command that builds"))
        .anyMatch(line -> line.startsWith("could not tell: the health page"))
        .anyMatch(line -> line.startsWith("could not tell: how a release is made new"));
  }

  @Test
  void ofTwoApplicationsTheOneWithAPortIsTakenAndTheChoiceIsSaid() throws IOException {
    Findings findings =
        guess(
            """
            {"services": {
              "worker": {"build": {"context": "worker"}},
              "api": {"build": {"context": "api"}, "ports": [{"published": "80"}]}}}\
            """);

    assertThat(read(findings).application()).isEqualTo("api");
    assertThat(findings.report())
        .anyMatch(line -> line.startsWith("could not tell: which of api, worker the gate"))
        .anyMatch(line -> line.startsWith("could not tell: the repository: the image of api"));
  }

  @Test
  void aMigrationAndAWorkerAreNotTheApplicationThatServes() throws IOException {
    Findings findings =
        guess(
            """
            {"services": {
              "migrate": {"image": "localhost:5000/todo"},
              "queue": {"image": "localhost:5000/todo"},
              "web": {"image": "localhost:5000/todo", "build": {"context": "."},
                      "ports": [{"published": "80"}],
                      "depends_on": {"migrate": {"condition": "service_completed_successfully"}}}}}\
            """);

    assertThat(read(findings).application()).isEqualTo("web");
    assertThat(findings.report()).noneMatch(line -> line.contains("the gate should act on"));
  }

  @Test
  void behindAProxyTheServiceThatNeedsTheDatabaseIsTaken() throws IOException {
    Findings findings =
        guess(
            """
            {"services": {
              "mysql": {"image": "mysql:8.0"},
              "front": {"image": "localhost:5000/front", "build": {"context": "front"},
                        "ports": [{"published": "80"}]},
              "server": {"image": "localhost:5000/server", "build": {"context": "server"},
                         "depends_on": {"mysql": {"condition": "service_healthy"}}}}}\
            """);

    assertThat(read(findings).application()).isEqualTo("server");
    assertThat(findings.report()).anyMatch(line -> line.contains("which of server, front the"));
  }

  @Test
  void composesOwnCommandStartsTheRegistryFirst() throws IOException {
    assertThat(read(guess(SHOP)).deploy())
        .isEqualTo(
            "docker compose up -d --wait store && docker compose build && docker compose push"
                + " && docker compose pull web && docker compose up -d --wait");
  }

  @Test
  void claimsAreGuessedFromTheSettingsThatAreForThem() throws IOException {
    Findings findings =
        guess(
            """
            {"services": {"app": {"image": "localhost:5000/app", "cap_add": ["NET_ADMIN"],
                "mem_limit": "1", "pids_limit": 9, "read_only": true}}}\
            """);

    assertThat(read(findings).claims()).contains("ping-blocked", "limits", "services-stop");
  }

  @Test
  void aFileThatIsThereStaysAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve(Promise.FILE), "page: /mine\n");

    assertThat(Init.run(directory)).containsExactly(file + " is there already, and stays as it is");
    assertThat(file).hasContent("page: /mine");
  }

  private Findings guess(String config) throws JsonProcessingException {
    return Guess.of(directory, new ObjectMapper().readTree(config));
  }

  private Promise read(Findings findings) throws IOException {
    Files.writeString(directory.resolve(Promise.FILE), findings.file());
    return Promise.in(directory);
  }
}
