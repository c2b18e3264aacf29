package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database goes away: the application says so, goes on, and recovers by itself. */
@AcceptanceTest
@Order(9)
class DatabaseAwayIT {
  private static final long PAGE_LIMIT_MS = 2_000;
  private static final long DB_LIMIT_MS = 3_000;

  @ParameterizedTest(name = "docker compose {0} db")
  @ValueSource(strings = {"stop", "pause"})
  @Order(1)
  void withTheDatabaseAwayThePageIsServedAndTheDatabasePageSaysSo(String away, Stack stack) {
    stack.deployed();

    stack.command("docker", "compose", away, "db").orThrow();
    try {
      assertServedWithoutDatabase(stack);
    } finally {
      stack.command("docker", "compose", backFrom(away), "db").orThrow();
      stack.awaitWell(List.of("db"));
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
  @Order(2)
  void theDatabasePageRecoversByItself(Stack stack) {
    stack.deployed();
    String app = stack.service("app").id();
    stack.command("docker", "compose", "stop", "db").orThrow();
    on(stack).get("/db").then().statusCode(503);

    stack.command("docker", "compose", "start", "db").orThrow();

    await("/db answers 200 again")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> on(stack).get("/db").then().statusCode(200));
    ServiceContainer after = stack.service("app");
    assertThat(after.id()).as("container of the app").isEqualTo(app);
    assertThat(after.isRunning()).isTrue();
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
