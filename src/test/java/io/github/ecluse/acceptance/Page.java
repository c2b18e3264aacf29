package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.stack.Stack;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The application's page, as it is served now.
 *
 * @param html what it says
 */
public record Page(String html) {
  private static final Pattern VISITS = Pattern.compile("id=\"visits\">([^<]*)<");

  /**
   * Waits until it is served, for half a minute: a health check may call an application healthy
   * that does not listen yet.
   */
  public static void awaitServed(Stack stack) {
    await("the page is served")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> Http.on(stack.appUrl()).get("/").statusCode() == 200);
  }

  /** Asks for it: that is one visit more. */
  public static Page of(Stack stack) {
    return new Page(Http.on(stack.appUrl()).get("/").then().statusCode(200).extract().asString());
  }

  /** The number of visits, this one included. */
  public int visits() {
    String visits = visitsAsShown();
    assertThat(visits).as("visits, counted in the database").matches("\\d+");
    return Integer.parseInt(visits);
  }

  /** What it shows as visits: a number, or a word where the database is away. */
  public String visitsAsShown() {
    Matcher matcher = VISITS.matcher(html);
    assertThat(matcher.find()).as("an element with the id visits in the page: %s", html).isTrue();
    return matcher.group(1);
  }
}
