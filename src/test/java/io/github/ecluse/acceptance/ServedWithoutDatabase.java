package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.github.ecluse.database.Database;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import io.restassured.response.ValidatableResponse;
import java.util.stream.Stream;

/** What an application answers while its database is away. */
final class ServedWithoutDatabase {
  private static final long PAGE_LIMIT_MS = 2_000;
  private static final long DB_LIMIT_MS = 3_000;

  private ServedWithoutDatabase() {}

  /** Asserts that the page is served in time, and that the database page says what is away. */
  static void check(Stack stack) {
    Promise promise = stack.workspace().promise();
    String page =
        Http.on(stack.appUrl())
            .get(promise.page())
            .then()
            .statusCode(200)
            .time(lessThan(PAGE_LIMIT_MS))
            .extract()
            .asString();
    if (Inside.isClaimed("visits-counted", stack)) {
      assertThat(new Page(page).visitsAsShown())
          .as("visits while the database is away")
          .isEqualTo("unavailable");
    }
    Http.on(stack.appUrl()).get(promise.health()).then().statusCode(200);
    promise.databasePage().ifPresent(path -> assertSaysSo(path, stack));
    if (Inside.isClaimed("security-headers", stack)) {
      // A failure is written to a log with more words than other requests are.
      Stream.concat(Stream.of(promise.page(), promise.health()), promise.databasePage().stream())
          .forEach(path -> VisitorInLogs.identified(Http.on(stack.appUrl())).get(path));
      VisitorInLogs.assertAreHarmless(stack);
    }
  }

  private static void assertSaysSo(String databasePage, Stack stack) {
    ValidatableResponse answer =
        Http.on(stack.appUrl())
            .get(databasePage)
            .then()
            .statusCode(503)
            .time(lessThan(DB_LIMIT_MS));
    if (Inside.isClaimed("database-settings", stack)) {
      answer.contentType("application/json").body("error", not(blankOrNullString()));
    }
    assertThat(answer.extract().asString())
        .as("error of the database page")
        .doesNotContain(Database.password(stack));
  }
}
