package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The restart: a service whose process was killed is back, and ping is as blocked as before. */
@AcceptanceTest
@Order(110)
class RestartIT {
  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  @Test
  @Order(1)
  @Claim("services-restart")
  void aServiceThatIsKilledIsStartedAgain(Stack stack) {
    Page before = Page.of(stack);

    Restart.assertAfterAKill(stack);

    // Whether its health check tells the truth is for other checks.
    Page after =
        await("the page after a restart")
            .ignoreExceptions()
            .until(() -> Page.of(stack), page -> !page.html().isEmpty());
    if (Inside.isClaimed("page-names-release", stack)) {
      assertThat(after.version())
          .as("version of the same image after a restart")
          .isEqualTo(before.version());
    }
  }

  @Test
  @Order(2)
  @Claim("ping-blocked")
  void pingIsStillBlockedAfterARestart(Stack stack) {
    letRestart(stack);

    Inside.networks(stack).forEach(network -> Ping.assertBlocked(network, stack));
  }

  @Test
  @Order(3)
  @NeedsIpv6
  @Claim("ping-blocked")
  void pingIsStillBlockedAfterARestartOverIpv6(Stack stack) {
    letRestart(stack);

    Inside.networks(stack).forEach(network -> Ping.assertBlockedOverIpv6(network, stack));
  }

  /** Visitors come until it is gone: what one of them was told is written down. */
  @Test
  @Order(4)
  @Claim("visits-counted")
  void aVisitThatWasCountedIsThereAfterTheDatabaseIsKilled(Stack stack) {
    long database = stack.database().pid();
    int counted = Page.of(stack).visits();
    CompletableFuture<Void> kill =
        CompletableFuture.runAsync(() -> stack.host().signal("KILL", database));
    while (!kill.isDone()) {
      String visits = Page.of(stack).visitsAsShown();
      counted = Page.isNumber(visits) ? Integer.parseInt(visits) : counted;
    }
    kill.join();

    await("the database counts again").until(() -> Page.isNumber(Page.of(stack).visitsAsShown()));
    assertThat(Page.of(stack).visits())
        .as("visits after the database was killed, of which %d were counted before", counted)
        .isGreaterThan(counted + 1);
  }

  /** After a restart by Docker, if the check before this one has brought it about; else by hand. */
  private static void letRestart(Stack stack) {
    if (stack.application().restartCount() == 0) {
      stack
          .compose()
          .command("docker", "compose", "restart", stack.workspace().promise().application())
          .orThrow();
      stack.services().awaitWell(List.of(stack.workspace().promise().application()));
    }
    // A health check may call an application healthy that does not listen yet.
    await("TCP to the app")
        .until(
            () ->
                stack
                    .probes()
                    .on(Inside.networks(stack).findFirst().orElseThrow())
                    .connect(stack.workspace().promise().application(), Inside.port(stack))
                    .answered());
  }
}
