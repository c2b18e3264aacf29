package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The registry in the stack, as the document's useful commands show it. */
@AcceptanceTest
@ReadOnly
@Order(30)
@Claim("useful-commands")
class StackRegistryIT {
  /** A registry that deletes nothing says so before it looks for the image. */
  private static final String NO_IMAGE = "sha256:" + "0".repeat(64);

  private static final Duration LOG_LIMIT = Duration.ofSeconds(5);
  private static final int METHOD_NOT_ALLOWED = 405;

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
        .body("repositories", containsInAnyOrder(repositories(stack)));
  }

  /** Of all services whose images are in the registry of the stack. */
  private static Object[] repositories(Stack stack) {
    String registry =
        stack.workspace().repository().replace("/" + stack.workspace().repositoryName(), "/");
    return stack.workspace().images().ownRepositories().stream()
        .map(repository -> repository.substring(registry.length()))
        .toArray();
  }

  @Test
  @Order(2)
  void theApplicationHasTheTagLatest(Stack stack) {
    Http.on(stack.registry().uri())
        .when()
        .get("/v2/" + stack.workspace().repositoryName() + "/tags/list")
        .then()
        .statusCode(200)
        .body("name", equalTo(stack.workspace().repositoryName()))
        .body("tags", contains(stack.workspace().tag()));
  }

  @Test
  @Order(3)
  void dockerImagesListsTheApplication(Stack stack) {
    assertThat(stack.compose().command("docker", "images").orThrow().stdout().lines())
        .as("lines of docker images")
        .anyMatch(
            line ->
                line.matches(
                    stack.workspace().repository()
                        + "[:\\s]\\s*"
                        + stack.workspace().tag()
                        + "\\s.*"));
  }

  @Test
  @Order(4)
  void dockerPullFetchesTheDigestThatWasDeployed(Stack stack) {
    Release release = stack.ensureReleased();

    assertThat(
            stack.compose().command("docker", "pull", stack.workspace().image()).orThrow().stdout())
        .as("output of docker pull")
        .contains("Digest: " + release.digest());
  }

  @Test
  @Order(5)
  void dockerComposePsShowsTheApplicationUpAndRecent(Stack stack) {
    assertThat(
            stack
                .compose()
                .command("docker", "compose", "ps", stack.workspace().promise().application())
                .orThrow()
                .stdout())
        .as("output of docker compose ps")
        .containsPattern(
            stack.workspace().promise().application() + "\\s+.*(seconds?|minutes?) ago\\s+Up ");
  }

  /** An application may write nothing by itself, so the check writes a line in its place. */
  @Test
  @Order(6)
  void dockerComposeLogsShowsWhatTheApplicationWrites(Stack stack) {
    ServiceContainer app = stack.application();
    assertThat(stack.host().outputs(app.pid()))
        .as("where the app's output goes: a pipe of the engine's")
        .hasSize(2)
        .allMatch(output -> output.startsWith("pipe:"));

    String line = "written by the gate " + UUID.randomUUID();
    stack.host().files(app.pid()).writeToOutput(line);
    await("docker compose logs app shows a line that was written to the app's output")
        .atMost(LOG_LIMIT)
        .until(
            () ->
                stack
                    .compose()
                    .command("docker", "compose", "logs", stack.workspace().promise().application())
                    .orThrow()
                    .stdout()
                    .contains(line));
  }

  /** Whoever reaches the registry could take the image away that the next deployment needs. */
  @Test
  @Order(7)
  @Claim("registry-keeps-images")
  void nobodyDeletesAnImageThroughTheApi(Stack stack) {
    stack.ensureReleased();

    Http.on(stack.registry().uri())
        .when()
        .delete("/v2/" + stack.workspace().repositoryName() + "/manifests/" + NO_IMAGE)
        .then()
        .statusCode(METHOD_NOT_ALLOWED);
  }
}
