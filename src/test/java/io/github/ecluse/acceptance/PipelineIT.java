package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code build.sh}: what it prints, its steps, and the chain of digests behind it. */
@AcceptanceTest
@Order(2)
class PipelineIT {
  /** What Docker grants before it kills; a service that needs it all does not obey SIGTERM. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  @Test
  @Order(1)
  void endsWithExitCode0AndPrintsTheLinesOfTheDocumentInItsOrder(Stack stack) {
    PipelineRun run = stack.lastRun();

    assertThat(run.exitCode()).as("exit code of build.sh").isZero();
    assertThat(run.lines())
        .as("lines of build.sh")
        .containsSubsequence(
            "[*] Building image...",
            "[*] Pushing to registry...",
            "The push refers to repository [" + stack.repository() + "]",
            "[*] Stopping containers...",
            "[*] Starting services...",
            "[+] Pipeline completed successfully")
        .anyMatch(line -> line.contains("naming to " + stack.repository() + ":latest"))
        .anyMatch(line -> line.matches("latest: digest: sha256:[0-9a-f]{64} size: \\d+"));
  }

  @Test
  @Order(2)
  void whatWasPushedIsWhatTheRegistryHoldsIsWhatRuns(Stack stack) {
    Release release = stack.deployed();

    assertThat(stack.registry().digest("app", "latest"))
        .as("digest that the registry holds under latest")
        .contains(release.digest());
    assertThat(stack.digestsOf("app"))
        .as("digests of the image that the app's container runs")
        .contains(release.digest());
  }

  @Test
  @Order(3)
  void theDeploymentAsksTheRegistryForTheImage(Stack stack) {
    stack.deployed();

    // `down` removed the registry that was pushed to: this one's log begins with the deployment.
    assertThat(stack.command("docker", "compose", "logs", "--no-log-prefix", "registry").stdout())
        .as("log of the registry since the deployment began")
        .containsPattern("/v2/app/manifests/.*docker/");
  }

  @Test
  @Order(4)
  void aServiceStopsByItselfWhenAsked(Stack stack) {
    stack.deployed();

    for (String service : List.of("app", "db", "registry")) {
      Instant asked = Instant.now();
      stack.command("docker", "compose", "stop", service).orThrow();

      assertThat(Duration.between(asked, Instant.now()))
          .as("time that %s took to stop", service)
          .isLessThan(STOP_LIMIT);
      assertThat(stack.service(service).exitCode())
          .as("exit code of %s; 137 means killed", service)
          .isNotEqualTo(137);
    }
    stack.bringUp("registry");
    stack.bringUp();
  }

  @Test
  @Order(5)
  void withTheLocalImageDeletedTheDeploymentComesFromTheRegistryAlone(Stack stack) {
    Release release = stack.deployed();
    stack.takeDown();
    stack.engine().removeImage(stack.repository() + ":latest");
    assertThat(stack.engine().image(stack.repository() + ":latest")).as("local image").isEmpty();

    stack.bringUp("registry");
    stack.bringUp();

    assertThat(stack.digestsOf("app"))
        .as("digests of the image that the app's container runs after the cold pull")
        .contains(release.digest());
  }

  @Test
  @Order(6)
  void withNothingRunningTheRegistryIsStartedBeforeThePush(Stack stack) {
    stack.deployed();
    stack.takeDown();

    Release release = stack.run();

    assertThat(stack.digestsOf("app")).contains(release.digest());
  }

  @Test
  @Order(7)
  void anUnchangedRunChangesNoDigest(Stack stack) {
    Release before = stack.deployed();

    // The run of the check before this one changed nothing either, and is good enough.
    Release after = stack.releases().size() > 1 ? stack.releases().get(0) : stack.run();

    assertThat(after.digest()).as("digest after a run without a change").isEqualTo(before.digest());
  }
}
