package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.flask.Application;
import io.github.ecluse.pipeline.Pipeline;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandFailedException;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.EvidenceSource;
import io.github.ecluse.support.SecondEngine;
import io.github.ecluse.workspace.Settings;
import io.github.ecluse.workspace.StackDirectory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Three engines as a swarm, a registry with a login on the first, and a copy of the stack. */
final class Cluster implements EvidenceSource {
  static final String PROJECT = "shop";

  static final String APP = PROJECT + "_app";

  static final int REPLICAS = 3;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Path folder = Settings.output().resolve("cluster").resolve(PROJECT);
  private final Path directory;
  private final List<Node> nodes = new ArrayList<>();
  private final ClusterRegistry registry;
  private final Application application;
  private final Map<String, String> versions = new LinkedHashMap<>();

  private Cluster() {
    Engine.local();
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
    directory = StackDirectory.given().copyTo(folder.resolve("stack")).path();
    // What its user may have made for a registry and a stack of their own.
    Command.of("rm", "-rf", "secure", ".env").in(directory).run().orThrow();
    application = Application.in(directory);
    startEngines();
    try {
      registry = new ClusterRegistry(first(), directory, environment());
    } catch (RuntimeException e) {
      nodes.forEach(node -> node.engine().close());
      throw e;
    }
  }

  /** Starts them, with a first release of the stack as version v1. */
  static Cluster start() {
    Cluster cluster = new Cluster();
    try {
      cluster
          .first()
          .engine()
          .load(List.of("python:3.11-slim", "registry:2", "mariadb:10.11", "haproxy:2.6"));
      cluster.registry.create(List.of("mariadb:10.11", "haproxy:2.6"));
      cluster.form();
      cluster.releaseVersion("v1");
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
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

  private void form() {
    first().docker("swarm", "init", "--advertise-addr", first().address());
    nodes.stream().skip(1).forEach(this::join);
    first().docker("node", "update", "--label-add", "ecluse.db=true", first().name());
  }

  /** Lets a node join as a worker. */
  void join(Node node) {
    String token = first().docker("swarm", "join-token", "-q", "worker");
    node.docker("swarm", "join", "--token", token, first().address() + ":2377");
  }

  /** The one with the registry and the database, from which releases are made. */
  Node first() {
    return nodes.get(0);
  }

  /** The one whose proxy gets the load. */
  Node second() {
    return nodes.get(1);
  }

  /** The one that things happen to. */
  Node third() {
    return nodes.get(2);
  }

  List<Node> nodes() {
    return nodes;
  }

  ClusterRegistry registry() {
    return registry;
  }

  Application application() {
    return application;
  }

  /** The directory that holds the stack. */
  Path directory() {
    return directory;
  }

  private Map<String, String> environment() {
    String address = ClusterRegistry.address(first());
    return Map.of(
        "DOCKER_HOST", first().engine().host(),
        "REGISTRY", address,
        "IMAGES_FROM", address + "/",
        "REGISTRY_FILES", folder.resolve("secure").toString(),
        "DOCKER_CONFIG", folder.resolve("docker").toString(),
        "ECLUSE_STATE", folder.resolve("state").toString(),
        "COMPOSE_PROJECT_NAME", PROJECT);
  }

  /** Makes all nodes managers, and one of them the leader: a leader that is demoted hands on. */
  void lead(Node leader) {
    nodes.stream().skip(1).forEach(node -> first().docker("node", "promote", node.name()));
    await("another leader")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .until(
            () -> {
              Node now = nodes.stream().filter(this::leads).findFirst().orElseThrow();
              Node other = now.equals(first()) ? second() : first();
              if (!now.equals(leader)) {
                other.docker("node", "demote", now.name());
                await("a worker").until(() -> "false".equals(manages(now)));
                other.docker("node", "promote", now.name());
                await("a manager").until(() -> "true".equals(manages(now)));
              }
              return now.equals(leader);
            });
  }

  private boolean leads(Node node) {
    return first()
        .docker("node", "inspect", "-f", "{{.ManagerStatus.Leader}}", node.name())
        .equals("true");
  }

  private static String manages(Node node) {
    return node.docker("info", "-f", "{{.Swarm.ControlAvailable}}");
  }

  /** Runs {@code build.sh --swarm} on the first node. */
  PipelineRun attempt(String options) {
    return paste("./build.sh --swarm " + options);
  }

  /** Runs a line of shell with {@code build.sh} in it. */
  PipelineRun paste(String line) {
    return new Pipeline(directory, "./build.sh", this::environment, Optional::empty).paste(line);
  }

  /** Runs it, and kills it and all that it started once the swarm gets the new release. */
  PipelineRun killedWhileItUpdates() {
    return paste(
        "setsid ./build.sh --swarm & run=$!; "
            + "until docker service inspect -f '{{.UpdateStatus.State}}' "
            + APP
            + " | grep updating; do sleep 0.2; done; kill -KILL -- -$run; wait $run");
  }

  /** Runs {@code build.sh --swarm} on the first node, which must succeed. */
  PipelineRun release(String options) {
    PipelineRun run = attempt(options);
    assertThat(run.succeeded())
        .as("build.sh --swarm %s:%n%s", options, String.join("\n", run.lines()))
        .isTrue();
    return run;
  }

  /** Releases what the directory holds under a version, and notes its digest. */
  String releaseVersion(String version) {
    release("--tag " + version);
    String digest = registry.digest(version);
    assertThat(digest).as("digest of %s in the registry", version).startsWith("sha256:");
    versions.put(version, digest);
    return digest;
  }

  /**
   * Asserts that the registry holds each version as it was released, and that the list shows it.
   */
  void assertVersionsAreKept() {
    List<String> list = release("--list").lines();
    versions.forEach(
        (version, digest) -> {
          assertThat(registry.digest(version)).as("digest of %s", version).isEqualTo(digest);
          assertThat(list)
              .as("build.sh --swarm --list")
              .anyMatch(line -> line.startsWith(version + " ") && line.contains(digest));
        });
  }

  /** Waits until all nodes are ready, all tasks run, and the proxy of each node serves the page. */
  void awaitWell() {
    await("nodes that are ready")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .untilAsserted(
            () ->
                assertThat(first().docker("node", "ls", "--format", "{{.Status}}").lines())
                    .hasSizeGreaterThanOrEqualTo(nodes.size())
                    .allMatch("Ready"::equals));
    await("tasks that run")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .untilAsserted(
            () ->
                assertThat(first().docker("service", "ls", "--format", "{{.Name}} {{.Replicas}}"))
                    .contains(APP + " " + REPLICAS + "/" + REPLICAS, PROJECT + "_db 1/1")
                    .contains(PROJECT + "_proxy " + nodes.size() + "/" + nodes.size()));
    for (Node node : nodes) {
      await("the page of " + node.name())
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(() -> assertThat(Visits.of(node)).as("visits").isPositive());
    }
  }

  /** Asserts that each task on each node runs what the registry holds, once old ones have ended. */
  void assertEachNodeRuns(String digest) {
    assertThat(registry.digest("latest")).as("latest in the registry").isEqualTo(digest);
    await("the tasks of the release")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              List<String> running = new ArrayList<>();
              for (Node node : nodes) {
                running.addAll(digestsRunOn(node, digest));
              }
              assertThat(running)
                  .as("digests that the tasks run")
                  .hasSize(REPLICAS)
                  .containsOnly(digest);
            });
  }

  /** Returns the digest for each task whose image has it, and the image's id for each other one. */
  private List<String> digestsRunOn(Node node, String digest) {
    String name = ClusterRegistry.address(first()) + "/app@" + digest;
    CommandResult image =
        node.engine().command("docker", "image", "inspect", "-f", "{{.Id}}", name).run();
    return node.imagesOf(APP).stream()
        .map(each -> each.equals(image.stdout().strip()) ? digest : each)
        .toList();
  }

  @Override
  public Evidence evidence() {
    Map<String, String> files = new LinkedHashMap<>();
    for (List<String> words :
        List.of(
            List.of("node", "ls"),
            List.of("stack", "ps", "--no-trunc", PROJECT),
            List.of("service", "logs", "--timestamps", APP))) {
      List<String> all = new ArrayList<>(List.of("docker"));
      all.addAll(words);
      CommandResult result = first().engine().command(all.toArray(String[]::new)).run();
      files.put(words.get(0) + "-" + words.get(1) + ".txt", result.stdout() + result.stderr());
    }
    return new Evidence("a swarm managed by " + first().name(), files);
  }

  @Override
  public void close() {
    nodes.stream()
        .map(node -> CompletableFuture.runAsync(node.engine()::close))
        .toList()
        .forEach(CompletableFuture::join);
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
  }
}
