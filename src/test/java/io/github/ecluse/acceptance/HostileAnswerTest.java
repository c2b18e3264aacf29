package io.github.ecluse.acceptance;

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
  void aPasswordThatIsInNoVariableIsNoFailure() {
    assertThatCode(() -> answer("ok").assertShowsNo("secret", List.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void aPageOfSettingsIsOne() {
    List<String> variables = List.of("DB_PASS");

    assertThatThrownBy(() -> answer("x secret x").assertShowsNo("secret", List.of()))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> answer("DB_PASS=***").assertShowsNo("secret", variables))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("DB_PASS");
  }

  private static HostileAnswer answer(String text) {
    return new HostileAnswer("/debug", text);
  }
}
