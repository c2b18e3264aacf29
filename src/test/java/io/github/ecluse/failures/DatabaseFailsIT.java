package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database is down, slow to start, or refuses the application. */
@Tag("failures")
@AcceptanceTest
@Order(9)
class DatabaseFailsIT {
  private static final Duration SLOW_START = Duration.ofSeconds(8);

  @Test
  void theDatabaseIsDown(Stack stack) {
    Kept kept = Kept.in(stack);
    stack.compose().command("docker", "compose", "stop", "db").orThrow();

    Http.on(stack.appUrl()).get("/").then().statusCode(200).body(containsString("unavailable"));
    FailureMode mode = Diagnoses.of("the database is down", "gate", stack.summary(), "db-down");

    kept.assertMendedBy(mode.remedy());
    awaitDatabase(stack);
  }

  @Test
  void theDatabaseIsSlowToStart(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    String slow =
        "services: {db: {entrypoint: [bash, -c, 'sleep %s; exec docker-entrypoint.sh mariadbd']}}\n"
            .formatted(SLOW_START.toSeconds());
    // Waited for, and no failure.
    Release release = Mistake.during(stack, slow, () -> stack.releases().deploy());
    assertThat(Duration.between(release.startedAt(), Instant.now()))
        .as("time that the release took, beside that of the database")
        .isGreaterThan(SLOW_START);
    assertThat(stack.service("app").imageDigests()).as("what serves").contains(release.digest());
    kept.assertNothingLost();
  }

  @Test
  void thePasswordIsWrong(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    Explanation explanation =
        Mistake.during(
            stack,
            "services: {app: {environment: {DB_PASS: another}}}\n",
            () -> {
              PipelineRun run = stack.releases().attempt(Map.of());
              assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
              return Diagnoses.of("the database's password is wrong", run, "db-password");
            });
    awaitDatabase(stack);
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }

  @Test
  void thePasswordWasChangedForAllButNotInTheVolume(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    Mistake.during(
        stack,
        """
        services:
          db: {environment: {MARIADB_PASSWORD: another}}
          app: {environment: {DB_PASS: another}}
        """,
        () -> {
          PipelineRun run = stack.releases().attempt(Map.of());
          assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
          return Diagnoses.of("a password that the volume does not know", run, "db-password");
        });
    awaitDatabase(stack);
    kept.assertStillServed();
    kept.assertNothingLost();
  }

  private static void awaitDatabase(Stack stack) {
    await("the application reaches its database")
        .atMost(Duration.ofSeconds(20))
        .until(() -> Http.on(stack.appUrl()).get("/db").statusCode() == 200);
  }
}
