package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.Stack;
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

  /** Sends line breaks in addresses, and logins in headers, to the page and beyond. */
  public static void send(Stack stack) {
    String login = base64("visitor:" + LOGIN);
    String page = stack.workspace().promise().page();
    for (String path :
        List.of(page + "?name=%0A" + OWN_LINE, "/%0D%0A" + OWN_LINE, "/%0A" + OWN_LINE)) {
      Http.on(stack.appUrl())
          .urlEncodingEnabled(false)
          .header("Authorization", "Basic " + login)
          .header("Cookie", "session=" + SESSION)
          .get(path);
    }
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
