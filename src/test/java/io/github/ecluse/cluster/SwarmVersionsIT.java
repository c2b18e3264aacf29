package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.pipeline.PipelineRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions and the record of releases, on several machines. */
@Tag("cluster")
@OwnStacks
@ExtendWith(ClusterExtension.class)
@Order(12)
@Claim("swarm-versions")
class SwarmVersionsIT {
  /** The update before may still go on. */
  private static final String KILLED_WHILE_IT_UPDATES =
      """
      while docker service inspect -f '{{.UpdateStatus.State}}' shop_app | grep updating; do
        sleep 0.2
      done
      setsid ./build.sh --swarm & run=$!
      until docker service inspect -f '{{.UpdateStatus.State}}' shop_app | grep updating; do
        sleep 0.2
      done
      kill -KILL -- -$run; wait $run
      """;

  /** As docs/swarm.md has it. */
  private static final String COLLECTS_GARBAGE =
      "COMPOSE_PROJECT_NAME=registry COMPOSE_FILE=compose.yml:compose.secure.yml REGISTRY_PORT="
          + ClusterRegistry.PORT
          + " APP_PORT=8090 ./build.sh --collect-garbage";

  private static Cluster cluster;

  @BeforeAll
  static void borrowIt(Cluster shared, TestStacks stacks) {
    cluster = shared;
    stacks.add(ClusterExtension.lent(shared));
  }

  @BeforeEach
  void allIsWell() {
    cluster.ensureReleased();
  }

  @AfterEach
  void putTheSourceBack() {
    cluster.application().restore();
  }

  @Test
  @Order(1)
  void aRollbackServesTheDigestOfTheVersion() {
    String wanted = cluster.registry().digest("v1");
    cluster.application().addToPages("a later release");
    cluster.releaseVersion("v3");

    cluster.release("--rollback v1");

    cluster.assertEachNodeRuns(wanted);
    assertThat(cluster.release("--list").lines())
        .as("build.sh --swarm --list")
        .anyMatch(line -> line.startsWith("v1 ") && line.endsWith(" runs"))
        .noneMatch(line -> line.startsWith("v3 ") && line.endsWith(" runs"));
    cluster.assertVersionsAreKept();
  }

  @Test
  @Order(2)
  void aVersionThatIsTakenIsRefusedBeforeAnyPush() {
    String before = cluster.registry().digest("latest");
    cluster.application().addToPages("another release");

    PipelineRun run = cluster.attempt("--tag v1");

    assertThat(run.exitCode()).as("exit code for a taken version").isEqualTo(16);
    assertThat(cluster.registry().digest("latest")).as("latest").isEqualTo(before);
    cluster.assertVersionsAreKept();
  }

  @Test
  @Order(3)
  void aRunThatWasKilledIsPutRightByTheNext() {
    String before = cluster.registry().digest("latest");
    cluster.application().addToPages("the release of a killed run");
    cluster.application().failItsHealthCheck();

    PipelineRun killed = cluster.paste(KILLED_WHILE_IT_UPDATES);
    cluster.application().restore();
    PipelineRun next = cluster.attempt("--rollback v-unknown");

    assertThat(killed.succeeded()).as("a killed run").isFalse();
    assertThat(next.lines())
        .as("lines of the next run")
        .anyMatch(line -> line.contains("an earlier run was interrupted (deploy)"));
    cluster.awaitWell();
    cluster.assertEachNodeRuns(before);
  }

  /** Its registry is a Compose project of its own. */
  @Test
  @Order(5)
  void theGarbageOfTheRegistryIsCollected() {
    String before = cluster.registry().digest("latest");

    PipelineRun run = cluster.paste(COLLECTS_GARBAGE);

    assertThat(run.exitCode()).as("exit code of a collection:%n%s", run.lines()).isZero();
    assertThat(run.lines()).contains("[+] Registry collected successfully");
    cluster.assertEachNodeRuns(before);
    cluster.assertVersionsAreKept();
  }

  /** Another manager has a record of its own, and does not know the killed run. */
  @Test
  @Order(4)
  void whatAnotherManagerHasReleasedSinceAKilledRunStays() {
    cluster.application().addToPages("the release of a killed run");
    cluster.application().failItsHealthCheck();
    PipelineRun killed = cluster.paste(KILLED_WHILE_IT_UPDATES);
    cluster.application().restore();
    cluster.application().addToPages("the release of another manager");

    PipelineRun other = cluster.paste("ECLUSE_STATE=$PWD/of-another-manager ./build.sh --swarm");
    String released = cluster.registry().digest("latest");
    PipelineRun next = cluster.attempt("--rollback v-unknown");

    assertThat(killed.succeeded()).as("a killed run").isFalse();
    assertThat(other.exitCode()).as("exit code elsewhere:%n%s", other.lines()).isZero();
    assertThat(next.lines())
        .as("lines of the next run")
        .anyMatch(line -> line.contains("has made since stays (" + released + ")"));
    cluster.awaitWell();
    cluster.assertEachNodeRuns(released);
  }
}
