package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks of a swarm are stopped while they have open requests. */
@Tag("cluster")
@OwnStacks
@ExtendWith(ClusterExtension.class)
@Order(12)
@Claim("swarm-releases")
class SwarmStopIT {
  /** Each task has several open requests at each moment. */
  private static final int PER_SECOND = 12;

  /** How long the slow page takes. */
  private static final Duration SLOW = Duration.ofSeconds(2);

  private static Cluster cluster;

  @BeforeAll
  static void borrowIt(Cluster shared, TestStacks stacks) {
    cluster = shared;
    stacks.add(ClusterExtension.lent(shared));
  }

  @AfterEach
  void putTheSourceBack() {
    cluster.application().restore();
    cluster.release("");
  }

  @Test
  void aTaskThatIsReplacedAnswersItsOpenRequestsFirst() {
    cluster.ensureReleased();
    cluster.application().addSlowPage();
    cluster.release("");
    cluster.awaitWell();
    Map<String, Node> replaced = containersOf(Cluster.APP);
    assertThat(replaced).as("tasks of app before").hasSize(Cluster.REPLICAS);
    Map<String, String> ends;
    LoadReport report;
    try (Load load = Load.on(cluster.second().page().resolve("/ecluse-slow"), PER_SECOND)) {
      cluster.first().docker("service", "update", "--force", "--quiet", Cluster.APP);
      ends = endsOf(replaced);
      report = load.stop();
    }

    assertThat(report.answers())
        .as("answers of the slow page: %s", report)
        .isNotEmpty()
        .allMatch(answer -> answer.isGood() && answer.took().compareTo(SLOW) >= 0);
    assertThat(ends.values())
        .as("how the replaced tasks ended; 137 means killed, with the requests that they had")
        .containsOnly("exited 0");
  }

  /** Waits until they have ended, and returns how each one did. */
  private static Map<String, String> endsOf(Map<String, Node> containers) {
    Map<String, String> ends = new TreeMap<>();
    await("the end of the replaced tasks")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              containers.forEach((id, node) -> ends.put(id, end(id, node)));
              return ends.values().stream().noneMatch(end -> end.startsWith("running"));
            });
    return ends;
  }

  private static String end(String container, Node node) {
    return node.docker("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", container);
  }

  /** Returns the running containers of a service, each with its node. */
  private static Map<String, Node> containersOf(String service) {
    Map<String, Node> containers = new LinkedHashMap<>();
    String label = "label=com.docker.swarm.service.name=" + service;
    for (Node node : cluster.swarm().nodes()) {
      node.docker("ps", "-q", "--filter", label)
          .lines()
          .forEach(container -> containers.put(container, node));
    }
    return containers;
  }
}
