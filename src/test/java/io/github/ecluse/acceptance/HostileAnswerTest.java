package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of any framework passes, and one that is made from what a visitor sends does not. */
class HostileAnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>window.state = {}</script><script src='/app.9359ab1c.js'></script>",
        "not found: {{13371*7331}} &lt;script&gt;1337&lt;/script&gt;"
      })
  void aPageWithScriptsOfItsOwnIsNoFailure(String text) {
    assertThatCode(() -> answer(text).assertIsNotMadeFromExpressions()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not found: 98022801", "<p>" + HostileAnswer.EXPRESSIONS})
  void anExpressionThatIsCarriedOutOrSentBackIsOne(String text) {
    assertThatThrownBy(() -> answer(text).assertIsNotMadeFromExpressions())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("answer to a request for /debug");
  }

  @Test
  void whatTheHeadOrAJsonTextSendsBackIsNoMarkup() {
    String echo = "X-Request-ID: " + HostileAnswer.EXPRESSIONS + "\r\n";
    String json = "Content-Type: application/problem+json\r\n\r\n" + HostileAnswer.EXPRESSIONS;
    String html = "Content-Type: text/html\r\n\r\n" + HostileAnswer.EXPRESSIONS;

    assertThatCode(() -> response(echo + "\r\nfine").assertIsNotMadeFromExpressions())
        .doesNotThrowAnyException();
    assertThatCode(() -> response(json).assertIsNotMadeFromExpressions())
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> response(html).assertIsNotMadeFromExpressions())
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () -> response(json.replace("13371*7331", "98022801")).assertIsNotMadeFromExpressions())
        .isInstanceOf(AssertionError.class);
  }

  private static HostileAnswer response(String headersAndBody) {
    return HostileAnswer.of("/debug", "HTTP/1.1 400 Bad Request\r\n" + headersAndBody);
  }

  @Test
  void eachRequestOfAHostileVisitorCarriesTheExpressions() {
    assertThat(HostileRequest.to("/page?name=SENT"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            request ->
                assertThat(request.line() + request.host() + request.rest())
                    .as("what %s sends", request)
                    .containsAnyOf("1337", "e3sxMzM3MSo3MzMx")
                    .doesNotContain("SENT"));
  }

  @Test
  void aPasswordThatIsInNoVariableIsNoFailure() {
    assertThatCode(() -> answer("ok").assertShowsNo("secret", List.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void aPageOfSettingsIsOne() {
    List<String> variables = List.of("DB_PASS");

    assertThatThrownBy(() -> answer("x secret x").assertShowsNo("secret", List.of()))
        .isInstanceOf(AssertionError.class);
    for (String code :
        List.of(
            "Traceback (most recent call last):",
            "you have DEBUG = True in your settings",
            "Error: x\n    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)",
            "Fatal error: x\nStack trace:\n#0")) {
      assertThatThrownBy(() -> answer(code).assertShowsNo("secret", List.of()))
          .isInstanceOf(AssertionError.class);
    }
    assertThatThrownBy(() -> answer("DB_PASS=***").assertShowsNo("secret", variables))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("DB_PASS");
  }

  private static HostileAnswer answer(String text) {
    return new HostileAnswer("/debug", text);
  }
}
