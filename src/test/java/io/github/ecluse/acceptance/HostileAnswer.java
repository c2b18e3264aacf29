package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The answer to a request of a hostile visitor.
 *
 * @param path what was asked for
 * @param text what came back
 */
record HostileAnswer(String path, String text) {
  /** Of three template languages, each of which makes 98022801 of it, and a script. */
  static final String EXPRESSIONS =
      "{{13371*7331}}${13371*7331}<%= 13371*7331 %><script>1337</script>";

  /** What the error pages of Python, Django, Werkzeug, PHP, Node.js, Java and Ruby begin with. */
  private static final Pattern CODE =
      Pattern.compile(
          "Traceback \\(most recent call last\\)|DEBUG = True|Werkzeug Debugger|Stack trace:"
              + "|(?m)^ +at [\\w.$<>]+ ?\\(.*:\\d+|Rails.root:");

  /** To a browser, these are no markup, whatever is in them. */
  private static final Pattern NO_MARKUP =
      Pattern.compile("(?i)\\ncontent-type: *(application/[\\w.+-]*json|text/plain)\\b");

  /**
   * Returns an answer as a browser sees it: what the head echoes is on no page.
   *
   * @param path what was asked for
   * @param response its head, an empty line, and its body
   */
  static HostileAnswer of(String path, String response) {
    String[] parts = response.split("\r\n\r\n", 2);
    String body = parts.length > 1 ? parts[1] : "";
    return new HostileAnswer(
        path, NO_MARKUP.matcher(parts[0]).find() ? body.replace('<', '(') : body);
  }

  /** Asserts that nothing of {@link #EXPRESSIONS} was carried out, or came back as markup. */
  void assertIsNotMadeFromExpressions() {
    assertThat(text)
        .as("answer to a request for %s", path)
        .doesNotContain("98022801")
        .doesNotContain("<script>1337");
  }

  /**
   * Asserts that it shows no settings.
   *
   * @param variables the names of those that hold the password; none if it comes by another way
   */
  void assertShowsNo(String password, List<String> variables) {
    assertThat(text)
        .as("answer to a request for %s", path)
        .doesNotContain(password)
        .doesNotContain("[core]")
        .doesNotContainPattern(CODE);
    assertThat(PasswordDigests.of(password))
        .as("digests of the password in the answer to a request for %s", path)
        .noneMatch(text.toLowerCase(Locale.ROOT)::contains);
    assertThat(variables)
        .as("variables with the password in the answer to a request for %s", path)
        .noneMatch(text::contains);
  }
}
