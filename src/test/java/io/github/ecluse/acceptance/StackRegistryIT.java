package io.github.ecluse.acceptance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The registry in the stack, as the document's useful commands show it. */
@AcceptanceTest
@Order(3)
class StackRegistryIT {
  @Test
  void theCatalogListsTheApplication(Stack stack) {
    stack.deployed();

    given()
        .baseUri(stack.registry().uri().toString())
        .when()
        .get("/v2/_catalog")
        .then()
        .statusCode(200)
        .body("repositories", contains("app"));
  }

  @Test
  void theApplicationHasTheTagLatest(Stack stack) {
    stack.deployed();

    given()
        .baseUri(stack.registry().uri().toString())
        .when()
        .get("/v2/app/tags/list")
        .then()
        .statusCode(200)
        .body("name", equalTo("app"))
        .body("tags", contains("latest"));
  }
}
