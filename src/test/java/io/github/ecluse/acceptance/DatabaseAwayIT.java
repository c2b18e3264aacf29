package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Load;
import io.github.ecluse.stack.Stack;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database goes away: the application says so, goes on, and recovers by itself. */
@AcceptanceTest
@Order(100)
@Claim("served-without-the-database")
class DatabaseAwayIT {
  private static final int VISITS_PER_SECOND = 40;
  private static final int HANG_S = 4;
  private static final long PAGE_LIMIT_MS = 2_000;
  private static final long DB_LIMIT_MS = 3_000;

  /** Each visit waits for the database; they must not use up what answers the health check. */
  @Test
  @Order(1)
  void whileTheDatabaseHangsVisitorsDoNotKeepTheHealthPageWaiting(Stack stack) throws Exception {
    stack.ensureReleased();

    try (Load control = Load.on(stack.registry().uri().resolve("/v2/"), VISITS_PER_SECOND / 4);
        Load health = Load.on(stack.appUrl().resolve("/health"), VISITS_PER_SECOND / 4);
        Load visits = Load.on(stack.appUrl(), VISITS_PER_SECOND)) {
      stack
          .compose()
          .command(
              "docker",
              "compose",
              "pause",
              stack.workspace().promise().databaseService().orElseThrow())
          .orThrow();
      TimeUnit.SECONDS.sleep(HANG_S);
      health.stop().assertAnswered("/health", CrowdIT.HEALTH_LIMIT, control.stop());
      assertThat(visits.stop().failed()).as("failed visits while the database hangs").isEmpty();
    } finally {
      stack
          .compose()
          .command(
              "docker",
              "compose",
              "unpause",
              stack.workspace().promise().databaseService().orElseThrow())
          .orThrow();
    }
  }

  @ParameterizedTest(name = "docker compose {0} db")
  @ValueSource(strings = {"pause", "stop"})
  @Order(2)
  void withTheDatabaseAwayThePageIsServedAndTheDatabasePageSaysSo(String away, Stack stack) {
    stack.ensureReleasedAndWell();
    // The first request of a JVM loads the client, and that time is not the application's.
    Page.of(stack);

    stack
        .compose()
        .command(
            "docker", "compose", away, stack.workspace().promise().databaseService().orElseThrow())
        .orThrow();
    try {
      assertServedWithoutDatabase(stack);
    } finally {
      stack
          .compose()
          .command(
              "docker",
              "compose",
              backFrom(away),
              stack.workspace().promise().databaseService().orElseThrow())
          .orThrow();
    }
  }

  private static void assertServedWithoutDatabase(Stack stack) {
    String page =
        on(stack)
            .get("/")
            .then()
            .statusCode(200)
            .time(lessThan(PAGE_LIMIT_MS))
            .extract()
            .asString();
    assertThat(new Page(page).visitsAsShown())
        .as("visits while the database is away")
        .isEqualTo("unavailable");
    on(stack).get("/health").then().statusCode(200);
    String error =
        on(stack)
            .get("/db")
            .then()
            .statusCode(503)
            .contentType("application/json")
            .time(lessThan(DB_LIMIT_MS))
            .body("error", not(blankOrNullString()))
            .extract()
            .asString();
    assertThat(error).as("error of /db").doesNotContain("apppass");
  }

  private static String backFrom(String away) {
    return away.equals("pause") ? "unpause" : "start";
  }

  @Test
  @Order(3)
  void theDatabasePageRecoversByItself(Stack stack) {
    stack.ensureReleasedAndWell();
    ServiceContainer before = stack.application();
    stack.compose().command("docker", "compose", "stop", "db").orThrow();
    try {
      on(stack).get("/db").then().statusCode(503);
    } finally {
      stack.compose().command("docker", "compose", "start", "db").orThrow();
    }
    stack
        .services()
        .awaitWell(List.of(stack.workspace().promise().databaseService().orElseThrow()));

    awaitDatabasePage(stack);
    ServiceContainer after = stack.application();
    assertThat(after.id()).as("container of the app").isEqualTo(before.id());
    assertThat(after.restartCount()).as("restarts of app").isEqualTo(before.restartCount());
  }

  /** A container that starts anew may get another address; whoever keeps the first finds nobody. */
  @Test
  @Order(4)
  void theDatabasePageFindsTheDatabaseAtAnotherAddress(Stack stack) {
    stack.ensureReleasedAndWell();
    on(stack).get("/db").then().statusCode(200);
    String network = stack.compose().network("secure_back");
    ServiceContainer database = stack.database();

    stack.compose().command("docker", "network", "disconnect", network, database.id()).orThrow();
    ProbeContainer atItsAddress = stack.probes().successorOn("secure_back");
    stack
        .compose()
        .command(
            "docker",
            "network",
            "connect",
            "--alias",
            stack.workspace().promise().databaseService().orElseThrow(),
            network,
            database.id())
        .orThrow();
    assertThat(stack.database().addresses().get(network))
        .as("address of db, whose first one %s may have", atItsAddress.address())
        .isNotEqualTo(database.addresses().get(network));

    awaitDatabasePage(stack);
  }

  private static void awaitDatabasePage(Stack stack) {
    await("/db answers 200 again")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> on(stack).get("/db").then().statusCode(200));
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
