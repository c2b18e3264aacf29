package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * The application's page, as it is served now and as a browser would show it.
 *
 * @param html what it says
 */
public record Page(String html) {
  /** Between thousands, as people of many countries write them. */
  private static final Pattern PARTS_OF_A_NUMBER =
      Pattern.compile("(?<=\\d)[\\s\u00a0\u202f.,'\u2019](?=\\d{3}(?:\\D|$))");

  /** Asks for it: that is one visit more. */
  public static Page of(Stack stack) {
    Response answer = Http.on(stack.appUrl()).get(path(stack));
    assertThat(answer.statusCode()).as("status of the page %s", path(stack)).isEqualTo(200);
    return new Page(answer.asString());
  }

  /** Asks for it, and returns what it shows as visits; that it fails is such an answer, too. */
  static String visitsSeen(Stack stack) {
    Response answer = Http.on(stack.appUrl()).get(path(stack));
    return answer.statusCode() == 200
        ? new Page(answer.asString()).visitsAsShown()
        : "status " + answer.statusCode();
  }

  /** Returns whether visits were shown as a number, so that this one is counted. */
  static boolean isNumber(String visits) {
    return visits.matches("\\d+");
  }

  private static String path(Stack stack) {
    return stack.workspace().promise().page();
  }

  /** Asserts that it shows the text of a change; one that no page shows has none. */
  void assertShows(Optional<String> text) {
    assertThat(html).as("page after the update").contains(text.orElse(""));
  }

  /** Returns the number of visits, this one included. */
  public int visits() {
    String visits = visitsAsShown();
    assertThat(visits).as("visits, counted in the database").matches(Page::isNumber, "a number");
    return Integer.parseInt(visits);
  }

  /**
   * Returns what it shows as visits: a number, without signs between its thousands, or a word where
   * the database is away.
   */
  public String visitsAsShown() {
    return PARTS_OF_A_NUMBER.matcher(text("#visits")).replaceAll("");
  }

  /** Returns the version that it shows. */
  public String version() {
    return text("#version");
  }

  /** Returns its greeting. */
  public String heading() {
    return text("h1");
  }

  private String text(String selector) {
    Element element = Jsoup.parse(html).selectFirst(selector);
    assertThat(element).as("an element %s in the page: %s", selector, html).isNotNull();
    return element.text();
  }
}
