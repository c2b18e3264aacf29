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
  private static final Pattern VISITS = Pattern.compile("id=\"visits\">([^<]*)<");

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
