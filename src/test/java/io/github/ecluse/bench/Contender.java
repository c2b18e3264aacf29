package io.github.ecluse.bench;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A way to bring a change to its users, on a running stack of its own.
 *
 * @param name what the table calls it
 * @param directory its stack
 * @param environment the variables of its stack
 * @param command what a person types after the change
 * @param page where the page is served
 */
record Contender(
    String name, Path directory, Map<String, String> environment, String command, URI page) {
  /** The one word of the page that a change replaces, in the document's program and in ours. */
  private static final String WORD = "Bonjour";

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Set<String> IMAGES = new HashSet<>();

  /** Also those without a name, which each `down` of the document's stack leaves behind. */
  private static final Set<String> VOLUMES = new HashSet<>();

  /** A text that was built in a run before would come from the cache. */
  private static long changes = System.currentTimeMillis();

  /** Runs a command in its directory. */
  CommandResult run(String line) {
    VOLUMES.addAll(Engine.local().project(project()).volumes());
    CommandResult result =
        Command.of("bash", "-c", line).in(directory).with(environment).within(LIMIT).run();
    DockerCommand.docker("images", "-q", "--no-trunc", repository())
        .run()
        .stdout()
        .lines()
        .forEach(IMAGES::add);
    return result;
  }

  /** Starts its containers again, and waits until all are well and its page is served. */
  void wake() {
    Engine engine = Engine.local();
    containers()
        .filter(container -> !container.isRunning())
        .forEach(container -> engine.client().startContainerCmd(container.id()).exec());
    await(name + " is awake")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () ->
                containers().allMatch(ServiceContainer::isWell)
                    && Http.on(page).get("/").statusCode() == 200);
  }

  /** Stops its containers: an idle stack's health checks would slow what is measured beside it. */
  void rest() {
    Engine engine = Engine.local();
    containers()
        .filter(ServiceContainer::isRunning)
        .forEach(container -> engine.client().stopContainerCmd(container.id()).exec());
  }

  private Stream<ServiceContainer> containers() {
    return Engine.local().project(project()).containers().stream();
  }

  private String project() {
    return environment.get("COMPOSE_PROJECT_NAME");
  }

  private String repository() {
    return "localhost:" + environment.getOrDefault("REGISTRY_PORT", "5000") + "/app";
  }

  /**
   * Removes the volumes and the images of all contenders, also those that a later one took the name
   * from.
   *
   * @param kept an image that was there before
   */
  static void removeLeftovers(Optional<String> kept) {
    VOLUMES.forEach(Engine.local().removal()::volume);
    kept.ifPresent(IMAGES::remove);
    IMAGES.forEach(image -> DockerCommand.docker("rmi", "-f", image).run());
  }

  /** Runs its own command on what is there. */
  Release unchanged() {
    CommandResult result = run(command).orThrow();
    return new Release(Duration.ZERO, result.took(), new LoadReport(List.of()));
  }

  /** Changes one line, runs its command, and watches the page at this rate meanwhile. */
  Release changed(int perSecond) throws IOException {
    String text = WORD + " " + ++changes + ",";
    Path source = directory.resolve("app").resolve("app.py");
    String original = Files.readString(source);
    Files.writeString(source, original.replace(WORD, text));
    try (Load load = Load.on(page, perSecond)) {
      Instant started = Instant.now();
      CommandResult result = run(command).orThrow();
      LoadReport report = stopOnceSeen(load, text);
      return new Release(
          report
              .firstWith(text)
              .map(seen -> Duration.between(started, seen))
              .orElseThrow(() -> new IllegalStateException(name + " never served the change")),
          result.took(),
          report);
    } finally {
      Files.writeString(source, original);
    }
  }

  /** A command may end before its page is served. */
  private LoadReport stopOnceSeen(Load load, String text) {
    await(name + " serves the change")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> load.hasSeen(text));
    return load.stop();
  }

  /**
   * What came of one run.
   *
   * @param served from the start of the command until the change was seen
   * @param finished how long the command took
   * @param load what the requests met meanwhile
   */
  record Release(Duration served, Duration finished, LoadReport load) {}
}
