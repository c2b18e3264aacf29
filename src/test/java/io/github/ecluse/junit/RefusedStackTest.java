package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Where nothing can be tried, one failure tells it, and no other hides it. */
class RefusedStackTest {
  @TempDir private Path stack;

  @AfterEach
  void clear() {
    System.clearProperty("ecluse.stack");
  }

  @ParameterizedTest
  @CsvSource({
    "page: /, build.sh is missing",
    "pages: /, pages",
    "deploy: docker compose -p shop up -d, it names a Compose project of its own"
  })
  void itIsToldOnce(String promise, String words) throws IOException {
    Files.writeString(stack.resolve(Promise.FILE), promise);
    System.setProperty("ecluse.stack", stack.toString());

    Events tests = run(false, First.class, Second.class);

    tests.failed().assertEventsMatchExactly(finishedWithFailure(message(m -> m.contains(words))));
    assertThat(tests.succeeded().count()).as("tests that passed").isZero();
  }

  @Test
  void itIsToldOnceIfTwoCopiesAreToStart() throws IOException {
    Files.writeString(stack.resolve(Promise.FILE), "pages: /");
    System.setProperty("ecluse.stack", stack.toString());

    Events tests = run(true, Looks.class, Second.class);

    assertThat(tests.failed().count()).as("tests that failed").isEqualTo(1);
    assertThat(tests.succeeded().count()).as("tests that passed").isZero();
  }

  private static Events run(boolean sideBySide, Class<?> first, Class<?> second) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(first), selectClass(second))
        .configurationParameter(SideBySide.PARALLEL, Boolean.toString(sideBySide))
        .execute()
        .testEvents();
  }

  @AcceptanceTest
  static class First {
    @Test
    void one(Stack stack) {
      assertThat(stack).isNull();
    }

    @Test
    void two(Stack stack) {
      assertThat(stack).isNull();
    }
  }

  @AcceptanceTest
  static class Second {
    @Test
    void three(Stack stack) {
      assertThat(stack).isNull();
    }
  }

  @ReadOnly
  static class Looks extends Second {}
}
