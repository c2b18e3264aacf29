package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.load.Crowd;
import io.github.ecluse.load.Load;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.time.Duration;

/** Many clients that are idle, slow or broken, at the port where visitors come in. */
public final class SlowClients {
  private static final int CLIENTS = 1_000;
  private static final int PER_SECOND = 20;
  private static final int BESIDE_S = 2;
  static final Duration HEALTH_LIMIT = Duration.ofSeconds(1);

  private SlowClients() {}

  /** Asserts that beside them the health page answers in time, and the page too. */
  public static void assertKeepNobodyWaiting(Stack stack) throws IOException, InterruptedException {
    try (Load control = Load.on(stack.registry().uri().resolve("/v2/"), PER_SECOND);
        Load health =
            Load.on(stack.appUrl().resolve(stack.workspace().promise().health()), PER_SECOND);
        Crowd crowd = Crowd.at(stack.appUrl(), CLIENTS)) {
      crowd.stay(BESIDE_S);
      health.stop().assertAnswered("/health", HEALTH_LIMIT, control.stop());
      Page page = Page.of(stack);
      if (Inside.isClaimed("visits-counted", stack)) {
        assertThat(page.visits()).as("visits, beside %s", crowd).isPositive();
      }
    }
  }
}
