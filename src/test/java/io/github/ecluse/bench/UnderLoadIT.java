package io.github.ecluse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Crowd;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The health page under load, a minute each: beside a crowd, and while the database hangs. Writes
 * {@code bench/under-load.md}.
 */
@Tag("bench")
@AcceptanceTest
@Order(2)
class UnderLoadIT {
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("ecluse.seconds", 60));
  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(1);
  private static final int PER_SECOND = 20;
  private static final int CROWD_S = 10;
  private static final List<String> ROWS = new ArrayList<>();

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1_000})
  @Order(1)
  void besideACrowd(int clients, Stack stack) throws IOException, InterruptedException {
    try (Load control = control(stack);
        Load health = health(stack)) {
      for (long begun = 0; begun < TIME.toSeconds(); begun += CROWD_S) {
        // The server disconnects clients that do nothing: others come.
        try (Crowd crowd = Crowd.at(stack.appUrl(), clients)) {
          crowd.stay(CROWD_S);
        }
      }
      report(clients + " idle, slow and broken clients", health.stop(), control.stop(), stack);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 40, 100})
  @Order(2)
  void whileTheDatabaseHangs(int visits, Stack stack) throws InterruptedException {
    try (Load control = control(stack);
        Load health = health(stack);
        Load load = Load.on(stack.appUrl(), visits)) {
      stack.compose().command("docker", "compose", "pause", "db").orThrow();
      TimeUnit.SECONDS.sleep(TIME.toSeconds());
      report(
          "the database hangs, %d visits a second".formatted(visits),
          health.stop(),
          control.stop(),
          stack);
      assertThat(load.stop().failed()).as("failed visits").isEmpty();
    } finally {
      stack.compose().command("docker", "compose", "unpause", "db").orThrow();
    }
  }

  private static Load control(Stack stack) {
    return Load.on(stack.registry().uri().resolve("/v2/"), PER_SECOND);
  }

  private static Load health(Stack stack) {
    return Load.on(stack.appUrl().resolve("/health"), PER_SECOND);
  }

  private static void report(String what, LoadReport report, LoadReport control, Stack stack) {
    String memory =
        stack
            .compose()
            .command(
                "docker",
                "stats",
                "--no-stream",
                "--format",
                "{{.MemUsage}}",
                stack.service("app").id())
            .orThrow()
            .stdout()
            .strip();
    ROWS.add(
        "| %s | %s | %s | %s | %s | %s |"
            .formatted(
                what,
                report.answers().size(),
                report.failed().size(),
                report.median().toMillis(),
                report.slowest().toMillis(),
                memory));
    report.assertAnswered("/health", HEALTH_LIMIT, control);
  }

  @AfterAll
  static void write() throws IOException {
    List<String> page = new ArrayList<>();
    page.add("# Under load");
    page.add("");
    page.add(
        String.format(
            Locale.ROOT,
            "`/health`, asked %d times a second for %d seconds on %d cores. Made by `mvn verify"
                + " -Pbench -Dit.test=UnderLoadIT`.",
            PER_SECOND,
            TIME.toSeconds(),
            Runtime.getRuntime().availableProcessors()));
    page.add("");
    page.add(
        "| beside | requests | failed | median (ms) | slowest (ms) | memory of app, and its limit"
            + " |");
    page.add("|---|---|---|---|---|---|");
    page.addAll(ROWS);
    Files.write(Path.of("bench", "under-load.md"), page);
  }
}
