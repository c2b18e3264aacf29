package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.process.CommandFailedException;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.support.SecondEngine;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Three machines that form a swarm: engines in network namespaces of their own. They end with this
 * JVM, however that ends.
 */
final class Swarm implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final List<Node> nodes = new ArrayList<>();

  private Swarm() {}

  /** Starts the machines. */
  static Swarm start() {
    Swarm swarm = new Swarm();
    swarm.startEngines();
    return swarm;
  }

  /** Side by side, as each start waits more than it works. */
  private void startEngines() {
    Path project = StackDirectory.given().path();
    List<CompletableFuture<SecondEngine>> starting =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> SecondEngine.start(project, Map.of())))
            .limit(3)
            .toList();
    starting.stream().map(CompletableFuture::join).map(Node::of).forEach(nodes::add);
  }

  /** Makes them a swarm, with the first as its manager and the place of the database. */
  void form() {
    manager().docker("swarm", "init", "--advertise-addr", manager().address());
    nodes.stream().skip(1).forEach(this::join);
    manager().changesNode("update", "--label-add", "ecluse.db=true", manager().name());
  }

  /** Lets a node join as a worker. */
  void join(Node node) {
    String token = manager().docker("swarm", "join-token", "-q", "worker");
    node.docker("swarm", "join", "--token", token, manager().address() + ":2377");
  }

  private Node manager() {
    return nodes.get(0);
  }

  /** All machines, the first manager first. */
  List<Node> nodes() {
    return nodes;
  }

  /** Makes all nodes managers, and one of them the leader. */
  void lead(Node leader) {
    new Leadership(nodes).handTo(leader);
  }

  /** Waits until the swarm says that all are ready. */
  void awaitReady() {
    await("nodes that are ready")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .untilAsserted(
            () ->
                assertThat(manager().docker("node", "ls", "--format", "{{.Status}}").lines())
                    .hasSizeGreaterThanOrEqualTo(nodes.size())
                    .allMatch("Ready"::equals));
  }

  /** Waits until the swarm says that one is away. */
  void awaitDown(Node node) {
    String down = node.name() + " Down";
    Node other = node.equals(manager()) ? nodes.get(1) : manager();
    await(down)
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .until(
            () ->
                other.docker("node", "ls", "--format", "{{.Hostname}} {{.Status}}").contains(down));
  }

  /** Waits until as many tasks of a service run elsewhere. */
  void awaitTasksBeside(Node node, String service, int tasks) {
    await("tasks beside " + node.name())
        .atMost(LIMIT)
        .until(
            () ->
                nodes.stream()
                        .filter(each -> !each.equals(node))
                        .mapToInt(each -> each.imagesOf(service).size())
                        .sum()
                    >= tasks);
  }

  /**
   * Returns, for each running task of a service, the digest if its image has it, and the image's id
   * otherwise.
   */
  List<String> digestsRun(String service, String repository, String digest) {
    List<String> all = new ArrayList<>();
    for (Node node : nodes) {
      CommandResult image =
          node.engine()
              .command("docker", "image", "inspect", "-f", "{{.Id}}", repository + digest)
              .run();
      node.imagesOf(service).stream()
          .map(each -> each.equals(image.stdout().strip()) ? digest : each)
          .forEach(all::add);
    }
    return all;
  }

  /** Returns what the swarm says about its nodes and tasks, by the name of a file. */
  Map<String, String> accounts(String stack, String service) {
    return Map.of(
        "nodes.txt", account("node", "ls"),
        "tasks.txt", account("stack", "ps", "--no-trunc", stack),
        "services.log", account("service", "logs", "--timestamps", service));
  }

  /** The logs of a node that has left never come. */
  private String account(String... words) {
    String[] all =
        Stream.concat(Stream.of("timeout", "20", "docker"), Stream.of(words))
            .toArray(String[]::new);
    CommandResult result = manager().engine().command(all).run();
    return result.stdout() + result.stderr();
  }

  /** Removes the machines with all that they hold. */
  @Override
  public void close() {
    nodes.stream()
        .map(node -> CompletableFuture.runAsync(node.engine()::close))
        .toList()
        .forEach(CompletableFuture::join);
  }
}
