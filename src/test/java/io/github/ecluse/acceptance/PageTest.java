package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page shows is read as a person reads it. */
class PageTest {
  private static final Page PAGE = new Page("<h1>Hello, release-1</h1>");

  @ParameterizedTest
  @ValueSource(
      strings = {"20000001", "20,000,001", "20\u202f000\u202f001", "20 000 001", "20.000.001"})
  void aNumberOfVisitsMayHaveSignsBetweenItsThousands(String shown) {
    assertThat(new Page("<p id=visits>" + shown + "</p>").visits()).isEqualTo(20_000_001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "12 34", "1, 2", "not known"})
  void otherWordsStayAsTheyAre(String shown) {
    assertThat(new Page("<p id=visits>" + shown + "</p>").visitsAsShown()).isEqualTo(shown);
  }

  @Test
  void aPageShowsTheTextOfAChangeIfItHasOne() {
    assertThatCode(() -> PAGE.assertShows(Optional.of("release-1"))).doesNotThrowAnyException();
    assertThatCode(() -> PAGE.assertShows(Optional.empty())).doesNotThrowAnyException();
    assertThatThrownBy(() -> PAGE.assertShows(Optional.of("release-2")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("page after the update");
  }
}
