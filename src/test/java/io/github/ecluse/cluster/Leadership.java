package io.github.ecluse.cluster;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.process.CommandFailedException;
import io.github.ecluse.process.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of the nodes leads: all of them become managers, and a leader that is demoted hands on. */
final class Leadership {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** One that is promoted while it still ends as a manager may stay a worker for ever. */
  private static final Duration PROMOTION_LIMIT = Duration.ofSeconds(20);

  private final List<Node> nodes;
  private final Map<Node, Instant> promoted = new HashMap<>();

  Leadership(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Waits until all nodes are managers and this one leads. */
  void handTo(Node leader) {
    await("another leader")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .until(() -> leadsAfterAStep(leader));
  }

  private boolean leadsAfterAStep(Node leader) {
    List<Node> managers = nodes.stream().filter(node -> is(node, "Status.State")).toList();
    Optional<Node> now =
        managers.stream().filter(node -> is(node, "ManagerStatus.Leader")).findFirst();
    if (now.isEmpty()) {
      return false;
    }
    if (managers.size() < nodes.size()) {
      nodes.stream()
          .filter(node -> !managers.contains(node))
          .forEach(worker -> promote(worker, now.get()));
      return false;
    }
    promoted.clear();
    List<String> roles =
        now.get().docker("node", "ls", "--format", "{{.ManagerStatus}}").lines().toList();
    if (!List.of("Leader", "Reachable").containsAll(roles)) {
      return false;
    }
    if (now.get().equals(leader)) {
      return true;
    }
    leader.docker("node", "demote", now.get().name());
    return false;
  }

  private void promote(Node worker, Node manager) {
    Instant begun = promoted.get(worker);
    if (begun == null) {
      manager.docker("node", "promote", worker.name());
      promoted.put(worker, Instant.now());
    } else if (begun.plus(PROMOTION_LIMIT).isBefore(Instant.now())) {
      manager.docker("node", "demote", worker.name());
      promoted.remove(worker);
    }
  }

  /** Returns whether a node is a manager with an attribute; a worker knows nothing of nodes. */
  private static boolean is(Node node, String attribute) {
    CommandResult answer =
        node.engine()
            .command("docker", "node", "inspect", "self", "-f", "{{." + attribute + "}}")
            .run();
    return answer.succeeded() && List.of("true", "ready").contains(answer.stdout().strip());
  }
}
