package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.pipeline.PipelineRun;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases to several machines, under a steady load on the page of one of them. */
@Tag("cluster")
@OwnStacks
@ExtendWith(ClusterExtension.class)
@Order(11)
class SwarmReleaseIT {
  private static final int PER_SECOND = 50;

  private static Cluster cluster;

  @BeforeAll
  static void borrowIt(Cluster shared, TestStacks stacks) {
    cluster = shared;
    stacks.add(ClusterExtension.lent(shared));
  }

  @BeforeEach
  void allIsWell() {
    cluster.awaitWell();
  }

  @AfterEach
  void putTheSourceBack() {
    cluster.application().restore();
  }

  @Test
  @Order(1)
  @Claim("swarm-releases")
  void aReleaseRollsWhileEachRequestIsAnswered(TestReporter reporter) {
    long visits = Visits.of(cluster.second());
    cluster.application().addToPages("the second release");
    Load load = Load.on(cluster.second().page(), PER_SECOND);

    cluster.releaseVersion("v2");

    LoadReport report = load.stop();
    reporter.publishEntry("a release", report.toString());
    assertThat(report.failed()).as("requests that failed while a release rolled").isEmpty();
    Visits.assertKept(visits, report, cluster.second());
    for (Node node : cluster.nodes()) {
      assertThat(page(node)).as("page of %s", node.name()).contains("the second release");
    }
    cluster.assertVersionsAreKept();
  }

  private static String page(Node node) {
    return Http.on(node.page()).get("/").asString();
  }

  @Test
  @Order(2)
  @Claim("swarm-digests")
  void whatWasBuiltIsWhatEachTaskOnEachNodeRuns() {
    cluster.application().addToPages("the third release");

    PipelineRun run = cluster.release("");

    String digest = cluster.registry().digest("latest");
    cluster.assertEachNodeRuns(digest);
    for (Node node : cluster.nodes()) {
      int tasks = node.imagesOf(Cluster.APP).size();
      assertThat(run.lines())
          .as("lines of build.sh about %s", node.name())
          .filteredOn(line -> line.contains(node.name() + " runs " + digest))
          .hasSize(tasks);
    }
  }

  static List<Named<Consumer<Application>>> breakages() {
    return List.of(
        Named.of("does not start", Application::endAtOnce),
        Named.of("fails its health check", Application::failItsHealthCheck));
  }

  @ParameterizedTest
  @MethodSource("breakages")
  @Order(3)
  @Claim("swarm-rollback")
  void aBrokenReleaseIsRolledBackAndTheRunSaysSo(
      Consumer<Application> breakage, TestReporter reporter) {
    String before = cluster.registry().digest("latest");
    long visits = Visits.of(cluster.second());
    cluster.application().addToPages("the broken release");
    breakage.accept(cluster.application());
    Load load = Load.on(cluster.second().page(), PER_SECOND);

    PipelineRun run = cluster.attempt("--tag v-broken");

    LoadReport report = load.stop();
    reporter.publishEntry("a release that is rolled back", report.toString());
    assertThat(run.exitCode()).as("exit code of a run that was rolled back").isEqualTo(14);
    assertThat(run.lines())
        .as("lines of a run that was rolled back")
        .anyMatch(line -> line.contains(Cluster.APP + " was rolled back by Swarm"))
        .anyMatch(line -> line.matches(Cluster.APP + "[.]\\d failed on ecl\\d+: .+"))
        .anyMatch(line -> line.startsWith("  | "))
        .anyMatch(line -> line.contains("swarm-rolled-back"))
        .doesNotContain("[+] Pipeline completed successfully");
    assertThat(report.failed()).as("requests that failed beside a broken release").isEmpty();
    assertThat(report.firstWith("the broken release")).as("answers of the broken one").isEmpty();
    Visits.assertKept(visits, report, cluster.second());
    assertThat(cluster.registry().digest("v-broken")).as("version of the broken one").isEmpty();
    cluster.assertEachNodeRuns(before);
    cluster.assertVersionsAreKept();
  }

  @Test
  @Order(4)
  @Claim("swarm-versions")
  void aRollbackServesTheDigestOfTheVersion() {
    String wanted = cluster.registry().digest("v1");

    cluster.release("--rollback v1");

    cluster.assertEachNodeRuns(wanted);
    assertThat(cluster.release("--list").lines())
        .as("build.sh --swarm --list")
        .anyMatch(line -> line.startsWith("v1 ") && line.endsWith(" runs"))
        .noneMatch(line -> line.startsWith("v2 ") && line.endsWith(" runs"));
    cluster.assertVersionsAreKept();
  }

  @Test
  @Order(5)
  @Claim("swarm-versions")
  void aVersionThatIsTakenIsRefusedBeforeAnyPush() {
    String before = cluster.registry().digest("latest");
    cluster.application().addToPages("another release");

    PipelineRun run = cluster.attempt("--tag v2");

    assertThat(run.exitCode()).as("exit code for a taken version").isEqualTo(16);
    assertThat(cluster.registry().digest("latest")).as("latest").isEqualTo(before);
    cluster.assertVersionsAreKept();
  }

  @Test
  @Order(6)
  @Claim("swarm-rollback")
  void aRunThatWasKilledIsPutRightByTheNext() {
    String before = cluster.registry().digest("latest");
    cluster.application().addToPages("the release of a killed run");
    cluster.application().failItsHealthCheck();

    PipelineRun killed = cluster.killedWhileItUpdates();
    cluster.application().restore();
    PipelineRun next = cluster.attempt("--rollback v-unknown");

    assertThat(killed.succeeded()).as("a killed run").isFalse();
    assertThat(next.lines())
        .as("lines of the next run")
        .anyMatch(line -> line.contains("an earlier run was interrupted (deploy)"));
    cluster.awaitWell();
    cluster.assertEachNodeRuns(before);
  }
}
