package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Load;
import io.github.ecluse.stack.Stack;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database goes away: the application says so, goes on, and recovers by itself. */
@AcceptanceTest
@Order(100)
@Claim("served-without-the-database")
class DatabaseAwayIT {
  private static final int VISITS_PER_SECOND = 40;
  private static final int HANG_S = 4;

  /** Each visit waits for the database; they must not use up what answers the health check. */
  @Test
  @Order(1)
  void whileTheDatabaseHangsVisitorsDoNotKeepTheHealthPageWaiting(Stack stack) throws Exception {
    stack.ensureReleased();

    try (Load control = Load.on(stack.registry().uri().resolve("/v2/"), VISITS_PER_SECOND / 4);
        Load health =
            Load.on(
                stack.appUrl().resolve(stack.workspace().promise().health()),
                VISITS_PER_SECOND / 4);
        Load visits =
            Load.on(
                stack.appUrl().resolve(stack.workspace().promise().page()), VISITS_PER_SECOND)) {
      stack.compose().command("docker", "compose", "pause", database(stack)).orThrow();
      TimeUnit.SECONDS.sleep(HANG_S);
      health.stop().assertAnswered("/health", SlowClients.HEALTH_LIMIT, control.stop());
      assertThat(visits.stop().failed()).as("failed visits while the database hangs").isEmpty();
    } finally {
      stack.compose().command("docker", "compose", "unpause", database(stack)).orThrow();
    }
  }

  @ParameterizedTest(name = "docker compose {0} db")
  @ValueSource(strings = {"pause", "stop"})
  @Order(2)
  void withTheDatabaseAwayThePageIsServedAndTheDatabasePageSaysSo(String away, Stack stack) {
    // It need not be well: after a pause, the engine calls it unhealthy until its next health
    // check.
    stack.ensureReleased();
    // The first request of a JVM loads the client, and that time is not the application's.
    Page.of(stack);

    stack.compose().command("docker", "compose", away, database(stack)).orThrow();
    try {
      ServedWithoutDatabase.check(stack);
    } finally {
      stack.compose().command("docker", "compose", backFrom(away), database(stack)).orThrow();
    }
  }

  private static String backFrom(String away) {
    return away.equals("pause") ? "unpause" : "start";
  }

  /** Before the application starts anew: what the hanging database has used up is used up still. */
  @Test
  @Order(3)
  void theDatabasePageRecoversByItself(Stack stack) {
    stack.ensureReleased();
    ServiceContainer before = stack.application();
    // Whoever remembers answers remembers this one.
    awaitDatabasePage(stack);
    stack.compose().command("docker", "compose", "stop", database(stack)).orThrow();
    try {
      on(stack).get(databasePage(stack)).then().statusCode(503);
    } finally {
      // Not start: what depends on the database may be started again with it.
      stack.compose().command("docker", "compose", "restart", database(stack)).orThrow();
    }
    stack.services().awaitWell(List.of(database(stack)));

    awaitDatabasePage(stack);
    ServiceContainer after = stack.application();
    assertThat(after.id()).as("container of the app").isEqualTo(before.id());
    assertThat(after.pid())
        .as("process of app, which serves its page while the database starts again")
        .isEqualTo(before.pid());
  }

  /**
   * Visitors may wait for a database that hangs when the application is stopped, or starts. A
   * stopped one comes last: it is well sooner than one that was paused.
   */
  @ParameterizedTest(name = "docker compose {0} db")
  @CsvSource({"pause, unpause", "stop, start"})
  @Order(4)
  void theApplicationStopsAndStartsWithoutTheDatabase(String away, String back, Stack stack)
      throws IOException {
    stack.ensureReleasedAndWell();
    Interruption application = Interruption.ofTheApplication(stack);

    stack.compose().command("docker", "compose", away, database(stack)).orThrow();
    try (WaitingRequests requests = WaitingRequests.on(stack, away.equals("pause"))) {
      application.begin();
      requests.assertAnswered();
      application.end();
      application.assertServes("while its database is away (%s)".formatted(away));
    } finally {
      application.start();
      stack.compose().command("docker", "compose", back, database(stack)).orThrow();
    }
  }

  /** A container that starts anew may get another address; whoever keeps the first finds nobody. */
  @Test
  @Order(5)
  void theDatabasePageFindsTheDatabaseAtAnotherAddress(Stack stack) {
    // Whoever looks an address up at the start finds the first one now.
    stack
        .compose()
        .command("docker", "compose", "restart", stack.application().service())
        .orThrow();
    stack.ensureReleasedAndWell();
    on(stack).get(databasePage(stack)).then().statusCode(200);
    String network = stack.compose().network(Inside.back(stack));
    ServiceContainer database = stack.database();

    stack.compose().command("docker", "network", "disconnect", network, database.id()).orThrow();
    ProbeContainer atItsAddress = stack.probes().successorOn(Inside.back(stack));
    stack
        .compose()
        .command("docker", "network", "connect", "--alias", database(stack), network, database.id())
        .orThrow();
    assertThat(stack.database().addresses().get(network))
        .as("address of db, whose first one %s may have", atItsAddress.address())
        .isNotEqualTo(database.addresses().get(network));

    awaitDatabasePage(stack);
  }

  private static void awaitDatabasePage(Stack stack) {
    await("the database page answers 200 again")
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(() -> on(stack).get(databasePage(stack)).then().statusCode(200));
  }

  private static String database(Stack stack) {
    return stack.workspace().promise().databaseService().orElseThrow();
  }

  private static String databasePage(Stack stack) {
    return stack.workspace().promise().databasePage().orElseThrow();
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
