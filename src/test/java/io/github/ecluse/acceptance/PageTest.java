package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A change that a page does not show, such as a label, is none that it must show. */
class PageTest {
  private static final Page PAGE = new Page("<h1>Hello, release-1</h1>");

  @Test
  void aPageShowsTheTextOfAChangeIfItHasOne() {
    assertThatCode(() -> PAGE.assertShows(Optional.of("release-1"))).doesNotThrowAnyException();
    assertThatCode(() -> PAGE.assertShows(Optional.empty())).doesNotThrowAnyException();
    assertThatThrownBy(() -> PAGE.assertShows(Optional.of("release-2")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("page after the update");
  }
}
