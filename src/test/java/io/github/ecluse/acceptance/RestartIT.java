package io.github.ecluse.acceptance;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
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
    Restart.assertAfter("KILL", stack);
  }

  @Test
  @Order(2)
  @Claim("ping-blocked")
  void pingIsStillBlockedAfterARestart(Stack stack) {
    letRestart(stack);

    Ping.assertBlocked("secure_back", stack);
    Ping.assertBlocked("secure_front", stack);
  }

  @Test
  @Order(3)
  @NeedsIpv6
  @Claim("ping-blocked")
  void pingIsStillBlockedAfterARestartOverIpv6(Stack stack) {
    letRestart(stack);

    Ping.assertBlockedOverIpv6("secure_back", stack);
    Ping.assertBlockedOverIpv6("secure_front", stack);
  }

  /** After a restart by Docker, if the check before this one has brought it about; else by hand. */
  private static void letRestart(Stack stack) {
    if (stack.application().restartCount() == 0) {
      stack.compose().command("docker", "compose", "restart", "app").orThrow();
      stack.services().awaitWell(List.of("app"));
    }
    // A health check may call an application healthy that does not listen yet.
    await("TCP to app:8080")
        .until(() -> stack.probes().on("secure_back").connect("app", 8080).answered());
  }
}
