package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application: its pages over HTTP from the host. */
@AcceptanceTest
@Order(8)
class ApplicationIT {
  @Test
  @Order(1)
  void thePageGreetsNamesItsVersionAndItsHost(Stack stack) {
    stack.ensureReleased();
    String page =
        on(stack).get("/").then().statusCode(200).contentType("text/html").extract().asString();

    assertThat(page)
        .as("page of the application")
        .containsPattern("<h1>[^<]+</h1>")
        .containsPattern("id=\"version\">[^<]+<")
        .contains(stack.service("app").hostname());
  }

  @Test
  @Order(2)
  void eachVisitIsCounted(Stack stack) {
    stack.ensureReleased();
    int first = Page.of(stack).visits();

    assertThat(Page.of(stack).visits()).as("visits after one more").isEqualTo(first + 1);
  }

  @Test
  @Order(3)
  void theHealthPageSaysThatItIsAlive(Stack stack) {
    on(stack).get("/health").then().statusCode(200).contentType("application/json");
  }

  @Test
  @Order(4)
  void theDatabasePageNamesServerDatabaseAndUserButNoPassword(Stack stack) {
    String body =
        on(stack)
            .get("/db")
            .then()
            .statusCode(200)
            .contentType("application/json")
            .body("version", not(blankOrNullString()))
            .body("database", equalTo("appdb"))
            .body("user", equalTo("appuser@%"))
            .extract()
            .asString();

    assertThat(body).as("answer of /db").doesNotContain("apppass");
  }

  /** Werkzeug's debugger, which runs any code for whoever reaches it, answers on the second one. */
  @ParameterizedTest
  @ValueSource(strings = {"/no-such-page", "/console"})
  @Order(5)
  void anUnknownPageIsNotFound(String path, Stack stack) {
    stack.ensureReleased();

    on(stack).get(path).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/no-such-page"})
  @Order(6)
  void aPageIsNothingForOtherSitesToEmbedOrForBrowsersToGuess(String path, Stack stack) {
    stack.ensureReleased();

    on(stack)
        .get(path)
        .then()
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", containsString("no-store"))
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
