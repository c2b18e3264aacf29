package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code build.sh}: what it prints, its steps, and the chain of digests behind it. */
@AcceptanceTest
@ReadOnly
@Order(20)
class PipelineIT {
  private static final Duration TELLING_LIMIT = Duration.ofSeconds(2);

  @Test
  @Order(1)
  @Claim("pipeline-output")
  void endsWithExitCode0AndPrintsTheLinesOfTheDocumentInItsOrder(Stack stack) {
    stack.ensureReleased();
    PipelineRun run = stack.releases().lastRun();

    assertThat(run.exitCode()).as("exit code of build.sh").isZero();
    assertThat(run.lines())
        .as("lines of build.sh")
        .containsSubsequence(
            "[*] Building image...",
            "[*] Pushing to registry...",
            "The push refers to repository [" + stack.workspace().repository() + "]",
            "[*] Stopping containers...",
            "[*] Starting services...",
            "[+] Pipeline completed successfully")
        .anyMatch(line -> line.matches("latest: digest: sha256:[0-9a-f]{64} size: \\d+"));
  }

  @Test
  @Order(2)
  @Claim("same-digest-everywhere")
  void whatWasPushedIsWhatTheRegistryHoldsIsWhatRuns(Stack stack) {
    Release release = stack.ensureReleased();
    // A script that ends before its registry answers is for another check to find.
    stack.registry().awaitAnswer();

    assertThat(stack.held())
        .as("digest that the registry holds under latest")
        .contains(release.digest());
    assertThat(stack.application().imageDigests())
        .as("digests of the image that the app's container runs")
        .contains(release.digest());
  }

  @Test
  @Order(3)
  @Claim("deployed-from-the-registry")
  void theDeploymentAsksTheRegistryForTheImage(Stack stack) {
    Release release = stack.ensureReleased();

    await("the engine tells of its pulls")
        .atMost(TELLING_LIMIT)
        .untilAsserted(
            () ->
                assertThat(stack.compose().pulls().since(release.startedAt()))
                    .as(
                        "images that the engine has pulled since the deployment began; the deploy"
                            + " command must pull what it has pushed")
                    .contains(stack.workspace().image()));
  }

  /** It stands in the logs of whatever runs the pipeline, and in the project's record. */
  @Test
  @Order(4)
  @Claim("password-kept")
  void theOutputNamesNoPassword(Stack stack) {
    stack.ensureReleased();
    String password = Database.password(stack);

    assertThat(stack.releases().lastRun().lines())
        .as("output of build.sh")
        .isNotEmpty()
        .noneMatch(line -> line.contains(password));
  }
}
