package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The registry in the stack, as the document's useful commands show it. */
@AcceptanceTest
@Order(3)
class StackRegistryIT {
  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleased();
    stack.registry().awaitAnswer();
  }

  @Test
  @Order(1)
  void theCatalogListsTheApplication(Stack stack) {
    Http.on(stack.registry().uri())
        .when()
        .get("/v2/_catalog")
        .then()
        .statusCode(200)
        .body("repositories", contains("app"));
  }

  @Test
  @Order(2)
  void theApplicationHasTheTagLatest(Stack stack) {
    Http.on(stack.registry().uri())
        .when()
        .get("/v2/app/tags/list")
        .then()
        .statusCode(200)
        .body("name", equalTo("app"))
        .body("tags", contains("latest"));
  }

  @Test
  @Order(3)
  void dockerImagesListsTheApplication(Stack stack) {
    assertThat(stack.compose().command("docker", "images").orThrow().stdout().lines())
        .as("lines of docker images")
        .anyMatch(line -> line.matches(stack.workspace().repository() + "[:\\s]\\s*latest\\s.*"));
  }

  @Test
  @Order(4)
  void dockerPullFetchesTheDigestThatWasDeployed(Stack stack) {
    Release release = stack.ensureReleased();

    assertThat(
            stack
                .compose()
                .command("docker", "pull", stack.workspace().repository() + ":latest")
                .orThrow()
                .stdout())
        .as("output of docker pull")
        .contains("Digest: " + release.digest());
  }

  @Test
  @Order(5)
  void dockerComposeLogsShowsWhatTheApplicationWrites(Stack stack) {
    assertThat(stack.compose().command("docker", "compose", "logs", "app").orThrow().stdout())
        .as("output of docker compose logs app")
        .contains("app-1");
  }

  @Test
  @Order(6)
  void dockerComposePsShowsTheApplicationUpAndRecent(Stack stack) {
    assertThat(stack.compose().command("docker", "compose", "ps", "app").orThrow().stdout())
        .as("output of docker compose ps")
        .containsPattern("app\\s+.*(seconds?|minutes?) ago\\s+Up ");
  }
}
