package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** What a visitor sends, as the logs of the stack show it afterwards. */
public final class VisitorInLogs {
  private static final String OWN_LINE = "ecluse-line-of-a-visitor";
  private static final String LOGIN = "ecluse-password-of-a-visitor";
  private static final String SESSION = "ecluse-session-of-a-visitor";

  private VisitorInLogs() {}

  /** Sends line breaks in addresses, and logins in headers and in a form, to all pages. */
  public static void send(Stack stack) {
    Promise promise = stack.workspace().promise();
    String page = promise.page();
    Stream.of(
            Stream.of(page + "?name=%0A" + OWN_LINE, "/%0D%0A" + OWN_LINE, "/%0A" + OWN_LINE),
            Stream.of(promise.health()),
            promise.databasePage().stream())
        .flatMap(paths -> paths)
        .forEach(path -> identified(Http.on(stack.appUrl())).get(path));
    for (String path : List.of(page, "/login")) {
      identified(Http.on(stack.appUrl()))
          .contentType("application/x-www-form-urlencoded")
          .body("user=visitor&password=" + LOGIN)
          .post(path);
    }
  }

  /** Returns a request with a login and a session of a visitor. */
  static RequestSpecification identified(RequestSpecification request) {
    return request
        .urlEncodingEnabled(false)
        .header("Authorization", "Basic " + base64("visitor:" + LOGIN))
        .header("Cookie", "session=" + SESSION);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Asserts that no log has a line that the visitor wrote, or a visitor's login. */
  public static void assertAreHarmless(Stack stack) {
    List<String> lines = Logs.of(stack).toList();
    assertThat(lines)
        .as("lines of the stack's logs that a visitor has written by a line break in an address")
        .noneMatch(line -> line.startsWith(OWN_LINE));
    assertThat(lines)
        .as("lines of the stack's logs with a visitor's login or session")
        .noneMatch(
            line -> Stream.of(LOGIN, SESSION, base64("visitor:" + LOGIN)).anyMatch(line::contains));
  }
}
