package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import java.util.stream.Stream;

/** The headers by which browsers keep a page from other sites, at the port of the page. */
public final class SecurityHeaders {
  private SecurityHeaders() {}

  /** Returns the paths of the pages, and one that no page has. */
  public static Stream<String> pages(Stack stack) {
    return HostileVisitorIT.pages(stack);
  }

  /** Asserts that an answer has them. A second header of a name would take the first one back. */
  public static void assertAreOn(String path, Stack stack) {
    Response answer =
        Http.on(stack.appUrl()).header("Origin", "https://elsewhere.example").get(path);

    answer
        .then()
        .header("X-Content-Type-Options", "nosniff")
        .header("Access-Control-Allow-Origin", nullValue())
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", containsString("no-store"))
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    assertThat(answer.headers().getValues("Cache-Control"))
        .as("values of Cache-Control at %s", path)
        .allMatch(value -> value.contains("no-store"));
  }
}
