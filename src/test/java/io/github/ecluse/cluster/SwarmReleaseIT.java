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

  @AfterEach
  void putTheSourceBack() {
    cluster.application().restore();
  }

  @Test
  @Order(1)
  @Claim("swarm-releases")
  void theFirstReleaseRunsOnEachNode() {
    cluster.ensureReleased();

    for (Node node : cluster.swarm().nodes()) {
      assertThat(node.imagesOf(Cluster.APP)).as("tasks of app on %s", node.name()).isNotEmpty();
      assertThat(page(node)).as("page of %s", node.name()).contains("visits");
    }
    assertThat(cluster.first().imagesOf(Cluster.PROJECT + "_db"))
        .as("db with its label")
        .hasSize(1);
  }

  @Test
  @Order(2)
  @Claim("swarm-releases")
  void aReleaseRollsWhileEachRequestIsAnswered(TestReporter reporter) {
    cluster.ensureReleased();
    long visits = Visits.of(cluster.second());
    cluster.application().addToPages("the second release");
    Load load = Load.on(cluster.second().page(), PER_SECOND);

    int serving = fewestWhile(() -> cluster.releaseVersion("v2"));

    LoadReport report = load.stop();
    reporter.publishEntry("a release", report.toString());
    assertThat(report.failed()).as("requests that failed while a release rolled").isEmpty();
    assertThat(serving).as("tasks that served while a release rolled").isGreaterThanOrEqualTo(3);
    Visits.assertKept(visits, report, cluster.second());
    for (Node node : cluster.swarm().nodes()) {
      assertThat(page(node)).as("page of %s", node.name()).contains("the second release");
    }
    cluster.assertVersionsAreKept();
  }

  private static int fewestWhile(Runnable release) {
    try (ServingTasks tasks = new ServingTasks(cluster.first(), Cluster.APP)) {
      release.run();
      return tasks.fewest();
    }
  }

  private static String page(Node node) {
    return Http.on(node.page()).get("/").asString();
  }

  @Test
  @Order(3)
  @Claim("swarm-digests")
  void whatWasBuiltIsWhatEachTaskOnEachNodeRuns() {
    cluster.ensureReleased();
    cluster.application().addToPages("the third release");

    PipelineRun run = cluster.release("");

    String digest = cluster.registry().digest("latest");
    cluster.assertEachNodeRuns(digest);
    for (Node node : cluster.swarm().nodes()) {
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
  @Order(4)
  @Claim("swarm-rollback")
  void aBrokenReleaseIsRolledBackAndTheRunSaysSo(
      Consumer<Application> breakage, TestReporter reporter) {
    cluster.ensureReleased();
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
}
