package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The application's page, as it is served now.
 *
 * @param html what it says
 */
public record Page(String html) {
  private static final Pattern VISITS = Pattern.compile("id=\"visits\">(\\d+)<");

  /** Asks for it: that is one visit more. */
  public static Page of(Stack stack) {
    return new Page(Http.on(stack.appUrl()).get("/").then().statusCode(200).extract().asString());
  }

  /** The number of visits, this one included. */
  public int visits() {
    Matcher matcher = VISITS.matcher(html);
    assertThat(matcher.find()).as("a number of visits in the page: %s", html).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
