package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.support.SecondEngine;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine goes away while the stack is up, and comes back: on a second one. */
@Tag("failures")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(14)
@Execution(ExecutionMode.CONCURRENT)
class EngineGoneIT {
  private static final Path PROJECT = StackDirectory.given().path();

  /**
   * It names the Compose project, and Compose puts a name that YAML reads as a number in quotes.
   */
  private static final String FOLDER = "2026";

  private static final Duration COMES_BACK = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static Path stack;
  private static SecondEngine engine;

  @BeforeAll
  static void deployOnASecondEngine() {
    Engine.local();
    stack = StackDirectory.given().copyTo(directory.resolve(FOLDER)).path();
    engine = SecondEngine.start(PROJECT, Map.of());
    engine.load(List.of("python:3.11-slim", "registry:2", "mariadb:10.11"));
    inStack("./build.sh").run().orThrow();
  }

  @AfterAll
  static void removeIt() {
    if (engine != null) {
      engine.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"term", "crash"})
  @Order(1)
  void theStackComesBackByItselfAfter(String wayOfGoing) {
    int visits = visits();
    engine.order(wayOfGoing);

    engine.order("start");

    awaitVisit(visits);
  }

  @Test
  @Order(2)
  void afterAKillTheContainersStayAwayUntilTheyAreStarted() {
    int visits = visits();
    engine.order("kill");

    engine.order("start");

    assertThat(states()).as("states of the containers").containsOnly("exited");
    inStack("docker", "compose", "up", "-d").run().orThrow();
    awaitVisit(visits);
  }

  @Test
  @Order(3)
  void aRunDuringWhichItGoesAwaySaysSo() {
    int visits = visits();

    CommandResult run =
        inStack("./build.sh")
            .onLine(
                line -> {
                  if (line.equals("[*] Stopping containers...")) {
                    engine.order("kill");
                  }
                })
            .run();

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(13);
    Diagnoses.of("the engine goes away during a run", run.stderr().lines().toList(), "engine-gone");
    // The remedy's first half starts the machine's own engine; the second one has its own way.
    engine.order("start");
    inStack("./build.sh").run().orThrow();
    awaitVisit(visits);
  }

  private static Command inStack(String... words) {
    return engine.command(words).in(stack).within(Duration.ofMinutes(4));
  }

  private static List<String> states() {
    return engine.docker("ps", "-a", "--format", "{{.State}}").stdout().lines().toList();
  }

  private static int visits() {
    return new Page(inStack("curl", "-sf", "http://127.0.0.1:8080/").run().orThrow().stdout())
        .visits();
  }

  private static void awaitVisit(int before) {
    await("the page counts on from " + before)
        .atMost(COMES_BACK)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(visits()).isGreaterThan(before));
  }
}
