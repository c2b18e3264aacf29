package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanUpTest {
  @Test
  void theFailureIsToldAndNotTheOneAfterIt() {
    RuntimeException failure = new IllegalStateException("port is taken");
    RuntimeException second = new IllegalStateException("can't delete");

    RuntimeException told =
        CleanUp.after(
            failure,
            () -> {
              throw second;
            });

    assertThat(told).isSameAs(failure).hasSuppressedException(second);
  }
}
