package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/** Machines go away and come back, under a steady load on the page of one that stays. */
@Tag("cluster")
@OwnStacks
@ExtendWith(ClusterExtension.class)
@Order(13)
@Claim("swarm-nodes")
class SwarmNodesIT {
  private static final int PER_SECOND = 50;

  /** A request takes milliseconds: so few can be open on a machine at one moment. */
  private static final int OPEN_ON_A_NODE = 5;

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static Cluster cluster;

  private String digest = "";
  private long visits;
  private Load load;

  @BeforeAll
  static void borrowIt(Cluster shared, TestStacks stacks) {
    cluster = shared;
    stacks.add(ClusterExtension.lent(shared));
  }

  @BeforeEach
  void startTheLoad() {
    cluster.ensureReleased();
    digest = cluster.registry().digest("latest");
    visits = Visits.of(cluster.second());
    load = Load.on(cluster.second().page(), PER_SECOND);
  }

  @Test
  @Order(0)
  void theDatabaseWaitsForItsNodeAndHasAllRows(TestReporter reporter) {
    String database = Cluster.PROJECT + "_db";
    Node its =
        cluster.swarm().nodes().stream()
            .filter(node -> !node.imagesOf(database).isEmpty())
            .findFirst()
            .orElseThrow();

    cluster.first().changesNode("update", "--availability", "drain", its.name());
    await("the database waits for its node, or runs on another one")
        .atMost(LIMIT)
        .until(
            () -> wantedTask(database),
            task ->
                task.contains("no suitable node")
                    || (task.startsWith("Running") && !task.contains(" on " + its.name() + " ")));
    cluster.first().changesNode("update", "--availability", "active", its.name());

    assertNothingLost("the node of the database is drained", 0, reporter);
  }

  /** Returns state, node and error of the task that the swarm wants to run. */
  private static String wantedTask(String service) {
    return cluster
        .first()
        .docker(
            "service",
            "ps",
            "--no-trunc",
            "--filter",
            "desired-state=running",
            "--format",
            "{{.CurrentState}} on {{.Node}} : {{.Error}}",
            service);
  }

  @Test
  @Order(1)
  void noRequestFailsWhileAWorkerIsStopped(TestReporter reporter) {
    cluster.third().engine().order("term");
    cluster.swarm().awaitDown(cluster.third());
    cluster.swarm().awaitTasksBeside(cluster.third(), Cluster.APP, Cluster.REPLICAS);
    cluster.third().engine().order("start");

    assertNothingLost("a worker is stopped", 0, reporter);
  }

  @Test
  @Order(2)
  void onlyOpenRequestsFailWhileTheLeadingManagerIsKilled(TestReporter reporter) {
    cluster.swarm().lead(cluster.third());

    cluster.third().engine().order("crash");
    cluster.swarm().awaitDown(cluster.third());
    cluster.swarm().awaitTasksBeside(cluster.third(), Cluster.APP, Cluster.REPLICAS);
    cluster.release("--rollback v1");
    cluster.third().engine().order("start");

    digest = cluster.registry().digest("v1");
    assertNothingLost("one of three managers is killed", OPEN_ON_A_NODE, reporter);
  }

  @Test
  @Order(3)
  void onlyOpenRequestsFailWhileANodeIsCutOffAndComesBack(TestReporter reporter) {
    cluster.third().cutOff();
    cluster.swarm().awaitDown(cluster.third());
    cluster.swarm().awaitTasksBeside(cluster.third(), Cluster.APP, Cluster.REPLICAS);
    cluster.third().connect();

    assertNothingLost("a node is cut off and comes back", OPEN_ON_A_NODE, reporter);
  }

  @Test
  @Order(4)
  void aNodeThatJoinsWhileTheRegistryIsAwayTakesPartOnceItIsBack(TestReporter reporter) {
    Node joining = cluster.third();
    cluster.first().changesNode("demote", joining.name());
    cluster.first().changesNode("update", "--availability", "drain", joining.name());
    await("no task on the node").atMost(LIMIT).until(() -> joining.docker("ps", "-q").isEmpty());
    joining.docker("swarm", "leave");
    joining.docker("system", "prune", "-af", "--volumes");
    cluster.swarm().awaitDown(joining);
    cluster.first().docker("node", "rm", "--force", joining.name());

    cluster.registry().stop();
    cluster.swarm().join(joining);
    await("a task that can't have its image")
        .atMost(LIMIT)
        .until(
            () ->
                cluster
                    .first()
                    .docker("node", "ps", "--format", "{{.Error}}", joining.name())
                    .contains("No such image"));
    cluster.registry().start();

    assertNothingLost("the registry is away while a node joins", 0, reporter);
  }

  @Test
  @Order(5)
  void theDatabaseHasAllRowsAfterItsNodeIsRestarted(TestReporter reporter) {
    cluster.swarm().lead(cluster.second());
    cluster.first().engine().order("crash");
    // An engine that comes back at the very moment may be taken to be down for ever (moby#34827).
    cluster.swarm().awaitDown(cluster.first());
    cluster.first().engine().order("start");

    assertNothingLost("the node of the database is restarted", OPEN_ON_A_NODE, reporter);
  }

  /** Ends the load once all is well again, and asks what became of its requests. */
  private void assertNothingLost(String what, int mayFail, TestReporter reporter) {
    cluster.awaitWell();
    LoadReport report = load.stop();
    reporter.publishEntry(what, report.toString());
    assertThat(report.failed())
        .as("requests that failed while %s", what)
        .hasSizeLessThanOrEqualTo(mayFail);
    Visits.assertKept(visits, report, cluster.second());
    cluster.assertEachNodeRuns(digest);
    cluster.assertVersionsAreKept();
  }
}
