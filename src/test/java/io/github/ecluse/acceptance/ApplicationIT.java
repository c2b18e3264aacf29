package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application: its pages over HTTP from the host. */
@AcceptanceTest
@ReadOnly
@Order(80)
class ApplicationIT {
  /** What a browser asks for when somebody opens a page. */
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  /** More than three bytes hold. */
  private static final int MANY = 20_000_000;

  @Test
  @Order(1)
  @Claim("page-names-release")
  void thePageGreetsNamesItsVersionAndItsHost(Stack stack) {
    stack.ensureReleased();
    String page =
        on(stack)
            .get(path(stack))
            .then()
            .statusCode(200)
            .contentType("text/html")
            .extract()
            .asString();

    assertThat(new Page(page).heading()).as("heading of the page").isNotBlank();
    assertThat(new Page(page).version()).as("version on the page").isNotBlank();
    assertThat(page).as("page of the application").contains(stack.application().hostname());
  }

  @Test
  @Order(2)
  @Claim("visits-counted")
  void eachVisitIsCounted(Stack stack) {
    stack.ensureReleased();
    int first = Page.of(stack).visits();

    assertThat(Page.of(stack).visits()).as("visits after one more").isEqualTo(first + 1);
  }

  /** A column for small numbers is full after a month, or after a day. */
  @Test
  @Order(6)
  @Claim("visits-counted")
  void visitsAreCountedBeyondWhatSmallColumnsHold(Stack stack) throws SQLException {
    stack.ensureReleased();
    int before = Page.of(stack).visits();
    Optional<Counter> counter = Counter.of(before, stack);

    assertThatCode(() -> set(counter, MANY, stack))
        .as("the database takes %d visits", MANY)
        .doesNotThrowAnyException();
    try {
      assertThat(Page.of(stack).visits())
          .as("visits after one more")
          .isEqualTo(1 + (counter.isPresent() ? MANY : before));
    } finally {
      set(counter, before + 1, stack);
    }
  }

  private static void set(Optional<Counter> counter, int visits, Stack stack) throws SQLException {
    if (counter.isPresent()) {
      counter.get().set(visits, stack);
    }
  }

  @Test
  @Order(3)
  @Claim("pages-served")
  void theHealthPageSaysThatItIsAlive(Stack stack) {
    stack.ensureReleased();

    String path = stack.workspace().promise().health();
    Response health = on(stack).get(path);
    assertThat(health.statusCode()).as("status of the health page %s", path).isEqualTo(200);
    if (Inside.isClaimed("page-names-release", stack)) {
      health.then().contentType("application/json");
    }
  }

  @Test
  @Order(7)
  @Claim("pages-served")
  void theLettersOfAPageAreWrittenAsItSays(Stack stack) {
    stack.ensureReleased();

    Stream.concat(HostileVisitorIT.ownPages(stack), Stream.of("/no-such-page"))
        .map(page -> PageEncoding.of(page, on(stack).get(page)))
        .forEach(PageEncoding::assertIsReadable);
    PageEncoding.of(path(stack), on(stack).get(path(stack))).assertSaysTheSameTwice();
  }

  @Test
  @Order(4)
  @Claim("database-settings")
  void theDatabasePageNamesServerDatabaseAndUserButNoPassword(Stack stack) {
    String body =
        on(stack)
            .get(databasePage(stack))
            .then()
            .statusCode(200)
            .contentType("application/json")
            .body("version", not(blankOrNullString()))
            .body("database", equalTo(Database.name(stack)))
            .body("user", equalTo(Database.user(stack) + "@%"))
            .extract()
            .asString();

    assertThat(body).as("answer of the database page").doesNotContain(Database.password(stack));
  }

  /** Werkzeug's debugger, which runs any code for whoever reaches it, answers on the second one. */
  @ParameterizedTest
  @ValueSource(strings = {"/no-such-page", "/console"})
  @Order(5)
  @Claim("unknown-page-not-found")
  void anUnknownPageIsNotFound(String path, Stack stack) {
    stack.ensureReleased();

    on(stack).get(path).then().statusCode(404);
    assertThat(on(stack).redirects().follow(false).accept(BROWSER).get(path).statusCode())
        .as("status of %s for a browser", path)
        .isEqualTo(404);
  }

  private static String path(Stack stack) {
    return stack.workspace().promise().page();
  }

  private static String databasePage(Stack stack) {
    stack.ensureReleased();
    return stack.workspace().promise().databasePage().orElseThrow();
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
