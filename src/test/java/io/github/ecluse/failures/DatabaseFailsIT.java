package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database is down, slow to start, or refuses the application. */
@Tag("failures")
@AcceptanceTest
@Order(9)
class DatabaseFailsIT {
  @Test
  void theDatabaseIsDown(Stack stack) {
    Kept kept = Kept.in(stack);
    stack.command("docker", "compose", "stop", "db").orThrow();

    Http.on(stack.appUrl()).get("/").then().statusCode(200).body(containsString("unavailable"));
    FailureMode mode = Diagnoses.of("the database is down", "gate", stack.seen(), "db-down");

    kept.assertMendedBy(mode.remedy());
    awaitDatabase(stack);
  }

  @Test
  void theDatabaseIsSlowToStart(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    String slow =
        "services: {db: {entrypoint: [bash, -c, 'sleep 8; exec docker-entrypoint.sh mariadbd']}}\n";
    // Waited for, and no failure.
    Release release = Mistake.during(stack, slow, () -> stack.run());
    assertThat(release.digest()).isNotNull();
    kept.assertNothingLost();
  }

  @Test
  void thePasswordIsWrong(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    String said =
        Mistake.during(
            stack,
            "services: {app: {environment: {DB_PASS: another}}}\n",
            () -> {
              stack.run();
              return Http.on(stack.appUrl()).get("/db").then().statusCode(503).extract().asString();
            });
    FailureMode mode =
        Diagnoses.of("the database's password is wrong", "gate", said, "db-password");
    kept.assertMendedBy(mode.remedy());
    awaitDatabase(stack);
  }

  private static void awaitDatabase(Stack stack) {
    await("the application reaches its database")
        .atMost(Duration.ofSeconds(20))
        .until(() -> Http.on(stack.appUrl()).get("/db").statusCode() == 200);
  }
}
