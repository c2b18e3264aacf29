package io.github.ecluse.failures;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database imports for longer than the pipeline waits: its first start must not be stopped. */
@Tag("failures")
@AcceptanceTest
@Order(24)
class DatabaseStartsSlowlyIT {
  private static final String UNTIL_TOLD =
      "until [ -e /tmp/the-import-may-end ]; do sleep 0.2; done\n";

  /** Longer than the pipeline waits for what has no start period. */
  private static final String LONGER_THAN_THE_LIMIT =
      "end=$((SECONDS + 130)); until [ $SECONDS -ge $end ]; do sleep 0.2; done\n";

  private static final String NEW_VOLUME =
      """
      services:
        db:
          volumes: ["./import:/docker-entrypoint-initdb.d:ro", "imported:/var/lib/mysql"]
          healthcheck: {start_period: %s}
      volumes: {imported: {}}
      """;

  /** The start period tells how long a start may take: it is waited for, past the usual limit. */
  @Test
  @Order(1)
  void aStartPeriodThatIsLongerThanTheLimitIsWaitedFor(Stack stack) {
    try (Checkout checkout = imported(LONGER_THAN_THE_LIMIT, "300s", stack)) {
      assertDeployed(checkout.run(), stack);
    }
  }

  @Test
  @Order(2)
  void itIsToldAndNotStopped(Stack stack) {
    Kept kept = Kept.in(stack);
    try (Checkout checkout = imported(UNTIL_TOLD, "20s", stack)) {
      PipelineRun run = checkout.run();

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
      Explanation explanation =
          Diagnoses.of("the database's first start takes too long", run, "db-starting");
      assertThat(explanation.remedy())
          .as("remedy")
          .doesNotContain("down", "restart", "recreate", "stop", "kill");
      ServiceContainer database = stack.service("db");
      // What it would do in its first seconds: it waits for the database to its end.
      stack.compose().command("timeout", "5", "bash", "-c", explanation.remedy());
      assertThat(stack.service("db").isRunning()).as("db goes on with its import").isTrue();
      assertThat(stack.service("db").restartCount()).as("restarts of db").isZero();
      assertThat(stack.service("db").pid())
          .as("process of db after its remedy was run: %s", explanation.remedy())
          .isEqualTo(database.pid());

      endImport(stack);
      stack
          .services()
          .awaitState("db after its import")
          .atMost(Duration.ofMinutes(2))
          .until(() -> stack.service("db").isHealthy());
      assertThat(stack.service("db").pid()).as("process of db").isEqualTo(database.pid());
      assertDeployed(checkout.run(), stack);
    }
    kept.assertNothingLost();
  }

  private static Checkout imported(String script, String startPeriod, Stack stack) {
    return Checkout.of(stack)
        .undoneBy(
            () ->
                stack
                    .compose()
                    .command("docker", "volume", "rm", stack.compose().name() + "_imported"))
        .write("import/slow.sh", script)
        .overlay(NEW_VOLUME.formatted(startPeriod));
  }

  private static void endImport(Stack stack) {
    stack.engine().exec(stack.service("db").id(), "touch", "/tmp/the-import-may-end").orThrow();
  }
}
