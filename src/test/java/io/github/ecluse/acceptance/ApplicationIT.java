package io.github.ecluse.acceptance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The application: its pages, over HTTP from the host. */
@AcceptanceTest
@Order(5)
class ApplicationIT {
  @Test
  void thePageIsHtml(Stack stack) {
    stack.deployed();

    given()
        .baseUri(stack.appUrl().toString())
        .when()
        .get("/")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .body(containsString("<h1>"));
  }
}
