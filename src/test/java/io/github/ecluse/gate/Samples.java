package io.github.ecluse.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes with known results, for the tests of what runs a gate; no build runs them by itself. */
final class Samples {
  private Samples() {}

  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class EveryResult {
    @Test
    @Order(1)
    void passes() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Order(2)
    void runsTwice(int number) {
      assertThat(number).withFailMessage("two").isEqualTo(1);
    }

    @Test
    @ExtendWith(NoStack.class)
    @Order(3)
    void wantsAStack(StringBuilder stack) {
      assertThat(stack).isNotNull();
    }

    @Test
    @Order(4)
    void fails() {
      fail("failed");
    }

    @Test
    @Order(5)
    void isAborted() {
      Assumptions.abort("not today");
    }

    @Test
    @EnabledIf("never")
    @Order(6)
    void isNotForThisMachine() {}

    static boolean never() {
      return false;
    }
  }

  static class Unprepared {
    @BeforeAll
    static void prepare() {
      fail("not prepared");
    }

    @Test
    void passes() {}
  }

  static class NotCleaned {
    @Test
    void passes() {}

    @AfterAll
    static void clean() {
      fail("not cleaned");
    }
  }

  static class Passing {
    @Test
    void passes() {}
  }

  static class Dying {
    @Test
    @Order(1)
    void passes() {}

    @Test
    @Order(2)
    void endsItsJvm() {
      Runtime.getRuntime().halt(3);
    }
  }

  /** Of the vintage engine. */
  public static class Vintage {
    @org.junit.Test
    public void passes() {}

    @org.junit.Test
    public void saysWhy() {
      throw new AssertionError("vintage");
    }
  }

  /** As the extension that starts the stack: its failure is told in other words. */
  static final class NoStack implements ParameterResolver, TestExecutionExceptionHandler {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return true;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      throw new IllegalStateException("no stack");
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
      AssertionError told = new AssertionError(failure.getCause().getMessage(), failure.getCause());
      told.setStackTrace(failure.getCause().getStackTrace());
      throw told;
    }
  }
}
