package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.pipeline.PipelineRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A machine is lost at random moments of releases, under a steady load: {@code -Dminutes=10} goes
 * on for so long, {@code -Dseed=} repeats a run.
 */
@Tag("cluster")
@OwnStacks
@ExtendWith(ClusterExtension.class)
@Order(15)
@Claim("swarm-nodes")
class SwarmTurmoilIT {
  private static final int PER_SECOND = 50;

  /** A request takes milliseconds: so few can be open on a machine at one moment. */
  private static final int OPEN_ON_A_NODE = 5;

  private static final Duration LONG = Duration.ofMinutes(Integer.getInteger("minutes", 1));

  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private static Cluster cluster;

  @BeforeAll
  static void borrowIt(Cluster shared, TestStacks stacks) {
    cluster = shared;
    stacks.add(ClusterExtension.lent(shared));
  }

  @Test
  void nothingIsLostWhileAMachineIsLostAtRandomMomentsOfReleases(TestReporter reporter)
      throws InterruptedException {
    Random random = new Random(SEED);
    Instant end = Instant.now().plus(LONG);
    cluster.ensureReleased();
    int round = 0;
    while (round == 0 || Instant.now().isBefore(end)) {
      round++;
      String what = "round %d of seed %d".formatted(round, SEED);
      long visits = Visits.of(cluster.second());
      Load load = Load.on(cluster.second().page(), PER_SECOND);

      PipelineRun run = releaseWhileAMachineIsLost("r" + SEED + "." + round, random);

      cluster.awaitWell();
      LoadReport report = load.stop();
      reporter.publishEntry(what, report + ", exit code of the release " + run.exitCode());
      assertThat(run.exitCode()).as("exit code of the release in %s", what).isIn(0, 14);
      if (run.succeeded()) {
        cluster.versions().note("r" + SEED + "." + round);
      }
      assertThat(report.failed())
          .as("requests that failed in %s", what)
          .hasSizeLessThanOrEqualTo(OPEN_ON_A_NODE);
      Visits.assertKept(visits, report, cluster.second());
      cluster.assertEachNodeRuns(cluster.registry().digest("latest"));
      cluster.assertVersionsAreKept();
    }
    cluster.application().restore();
  }

  private static PipelineRun releaseWhileAMachineIsLost(String version, Random random)
      throws InterruptedException {
    cluster.application().restore();
    cluster.application().addToPages("release " + version);
    CompletableFuture<PipelineRun> release =
        CompletableFuture.supplyAsync(() -> cluster.attempt("--tag " + version));
    TimeUnit.MILLISECONDS.sleep(random.nextInt(15_000));
    boolean cut = random.nextBoolean();
    if (cut) {
      cluster.third().cutOff();
    } else {
      cluster.third().engine().order("crash");
    }
    cluster.swarm().awaitDown(cluster.third());
    if (cut) {
      cluster.third().connect();
    } else {
      cluster.third().engine().order("start");
    }
    return release.join();
  }
}
