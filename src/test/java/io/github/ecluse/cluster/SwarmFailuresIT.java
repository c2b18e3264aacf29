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

/** Failures that only several machines have: each is caused, explained, and mended. */
@Tag("cluster")
@OwnStacks
@ExtendWith(ClusterExtension.class)
@Order(14)
@Claim("swarm-failures")
class SwarmFailuresIT {
  private static Cluster cluster;

  private String before = "";

  @BeforeAll
  static void borrowIt(Cluster shared, TestStacks stacks) {
    cluster = shared;
    stacks.add(ClusterExtension.lent(shared));
  }

  @BeforeEach
  void allIsWell() {
    cluster.ensureReleased();
    before = cluster.registry().digest("latest");
    cluster.application().addToPages("release " + System.nanoTime());
  }

  @AfterEach
  void putTheSourceBack() {
    cluster.application().restore();
  }

  private static void assertExplained(PipelineRun run, int exitCode, String mode) {
    assertThat(run.exitCode()).as("exit code").isEqualTo(exitCode);
    assertThat(run.lines())
        .as("lines of build.sh")
        .anyMatch(line -> line.contains("failure:") && line.contains(mode));
  }

  @Test
  @Order(1)
  void aNodeThatCanNotPullIsNamed() {
    cluster.second().refuse(ClusterRegistry.PORT, true);
    cluster.third().refuse(ClusterRegistry.PORT, true);
    PipelineRun run;
    try {
      run = cluster.attempt("");
    } finally {
      cluster.second().refuse(ClusterRegistry.PORT, false);
      cluster.third().refuse(ClusterRegistry.PORT, false);
    }

    assertExplained(run, 14, "swarm-node-without-image");
    assertThat(run.lines())
        .as("lines of build.sh")
        .anyMatch(
            line -> line.matches(Cluster.APP + "[.]\\d failed on ecl\\d+: .*No such image.*"));
    cluster.awaitWell();
    cluster.assertEachNodeRuns(before);
  }

  @Test
  @Order(2)
  void aTaskThatNoNodeCanTakeIsToldBeforeAnythingStops() {
    cluster.first().changesNode("update", "--label-rm", "ecluse.db", cluster.first().name());
    PipelineRun run;
    try {
      run = cluster.attempt("");
    } finally {
      cluster
          .first()
          .changesNode("update", "--label-add", "ecluse.db=true", cluster.first().name());
    }

    assertExplained(run, 18, "swarm-no-node");
    cluster.assertEachNodeRuns(before);
  }

  @Test
  @Order(3)
  void aRegistryThatIsAwayStopsTheRunBeforeAnythingChanges() {
    cluster.registry().stop();
    PipelineRun run = cluster.attempt("");
    cluster.registry().start();

    assertExplained(run, 10, "swarm-registry-down");
    cluster.assertEachNodeRuns(before);
    cluster.registry().stop();
    PipelineRun mended = cluster.paste(run.explanation().orElseThrow().remedy());
    assertThat(mended.exitCode()).as("remedy:%n%s", mended.lines()).isZero();
  }

  @Test
  @Order(4)
  void aRegistryOnLoopbackIsRefused() {
    PipelineRun run = cluster.paste("REGISTRY=localhost:5000 ./build.sh --swarm");

    assertThat(run.exitCode()).as("exit code for a registry on loopback").isEqualTo(2);
    assertThat(run.lines())
        .anyMatch(line -> line.contains("localhost:5000 is reached by this node only"));
  }

  @Test
  @Order(5)
  void aWorkerIsRefused() {
    cluster.first().changesNode("demote", cluster.third().name());

    PipelineRun run =
        cluster.paste("DOCKER_HOST=" + cluster.third().engine().host() + " ./build.sh --swarm");

    assertThat(run.exitCode()).as("exit code on a worker").isEqualTo(3);
    assertThat(run.lines()).anyMatch(line -> line.contains("is a worker of its swarm"));
  }

  /** As if the node were away for good. Another node with the label would have no rows. */
  @Test
  @Order(6)
  void aDatabaseWhoseNodeTakesNoTaskIsToldBeforeAnythingChanges() {
    cluster.first().changesNode("update", "--availability", "drain", cluster.first().name());
    PipelineRun run;
    try {
      run = cluster.attempt("");
    } finally {
      cluster.first().changesNode("update", "--availability", "active", cluster.first().name());
    }

    assertExplained(run, 18, "swarm-no-node");
    assertThat(run.lines())
        .as("lines of build.sh")
        .anyMatch(line -> line.contains(cluster.first().name() + " is Ready and Drain"));
    cluster.assertEachNodeRuns(before);
  }
}
