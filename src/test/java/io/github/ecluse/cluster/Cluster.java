package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.flask.Application;
import io.github.ecluse.pipeline.Pipeline;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandFailedException;
import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.EvidenceSource;
import io.github.ecluse.workspace.Settings;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three engines as a swarm, a registry with a login on the first, and a copy of the stack. */
final class Cluster implements EvidenceSource {
  static final String PROJECT = "shop";

  static final String APP = PROJECT + "_app";

  static final int REPLICAS = 3;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Path folder = Settings.output().resolve("cluster").resolve(PROJECT);
  private final Path directory;
  private final Swarm swarm;
  private final ClusterRegistry registry;
  private final Application application;
  private final Versions versions;

  private Cluster() {
    Engine.local();
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
    directory = StackDirectory.given().copyTo(folder.resolve("stack")).path();
    // What its user may have made for a registry and a stack of their own.
    Command.of("rm", "-rf", "secure", ".env").in(directory).run().orThrow();
    application = Application.in(directory);
    swarm = Swarm.start();
    registry = new ClusterRegistry(first(), directory, environment());
    versions = new Versions(registry);
  }

  /** Starts them; nothing is released yet. */
  static Cluster start() {
    Cluster cluster = new Cluster();
    try {
      cluster
          .first()
          .engine()
          .load(List.of("python:3.11-slim", "registry:2", "mariadb:10.11", "haproxy:2.6"));
      cluster.registry.create(List.of("mariadb:10.11", "haproxy:2.6"));
      cluster.swarm.form();
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** The machines. */
  Swarm swarm() {
    return swarm;
  }

  /** The machine with the registry and the database, from which releases are made. */
  Node first() {
    return swarm.nodes().get(0);
  }

  /** The machine whose proxy gets the load. */
  Node second() {
    return swarm.nodes().get(1);
  }

  /** The machine that things happen to. */
  Node third() {
    return swarm.nodes().get(2);
  }

  ClusterRegistry registry() {
    return registry;
  }

  Application application() {
    return application;
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

  /** Runs {@code build.sh --swarm} on the first node. */
  PipelineRun attempt(String options) {
    return paste("./build.sh --swarm " + options);
  }

  /** Runs a line of shell with {@code build.sh} in it. */
  PipelineRun paste(String line) {
    return new Pipeline(directory, "./build.sh", "latest", this::environment, Optional::empty)
        .paste(line);
  }

  /** Runs {@code build.sh --swarm} on the first node, which must succeed. */
  PipelineRun release(String options) {
    PipelineRun run = attempt(options);
    assertThat(run.succeeded())
        .as("build.sh --swarm %s:%n%s", options, String.join("\n", run.lines()))
        .isTrue();
    return run;
  }

  /** Releases version v1, unless something was released before, and waits until all is well. */
  void ensureReleased() {
    if (versions.areNone()) {
      releaseVersion("v1");
    }
    awaitWell();
  }

  /** Releases what the directory holds under a version. */
  void releaseVersion(String version) {
    release("--tag " + version);
    versions.note(version);
  }

  /** The versions that were released. */
  Versions versions() {
    return versions;
  }

  /**
   * Asserts that the registry holds each version as it was released, and that the list shows it.
   */
  void assertVersionsAreKept() {
    versions.assertKept(release("--list").lines());
  }

  /** Waits until all nodes are ready, all tasks run, and the proxy of each node serves the page. */
  void awaitWell() {
    swarm.awaitReady();
    await("tasks that run")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .untilAsserted(
            () ->
                assertThat(first().docker("service", "ls", "--format", "{{.Name}} {{.Replicas}}"))
                    .contains(APP + " " + REPLICAS + "/" + REPLICAS, PROJECT + "_db 1/1")
                    .contains(
                        PROJECT + "_proxy " + swarm.nodes().size() + "/" + swarm.nodes().size()));
    for (Node node : swarm.nodes()) {
      Visits.await(node);
    }
  }

  /** Asserts that each task on each node runs what the registry holds, once old ones have ended. */
  void assertEachNodeRuns(String digest) {
    assertThat(registry.digest("latest")).as("latest in the registry").isEqualTo(digest);
    String repository = ClusterRegistry.address(first()) + "/app@";
    await("the tasks of the release")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              List<String> running = swarm.digestsRun(APP, repository, digest);
              assertThat(running)
                  .as("digests that the tasks run")
                  .hasSize(REPLICAS)
                  .containsOnly(digest);
            });
  }

  @Override
  public Evidence evidence() {
    return new Evidence("a swarm managed by " + first().name(), swarm.accounts(PROJECT, APP));
  }

  @Override
  public void close() {
    swarm.close();
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
  }
}
