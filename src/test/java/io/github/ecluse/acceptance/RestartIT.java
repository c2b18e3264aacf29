package io.github.ecluse.acceptance;

import static io.github.ecluse.stack.Stack.SERVICES;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The restart: a service whose process was killed is back, and ping is as blocked as before. */
@AcceptanceTest
@Order(10)
class RestartIT {
  @BeforeEach
  void deploy(Stack stack) {
    stack.deployed();
    stack.awaitWell(SERVICES);
  }

  @Test
  @Order(1)
  void aServiceThatIsKilledIsStartedAgain(Stack stack) {
    Restart.assertAfter("KILL", stack);
  }

  @Test
  @Order(2)
  void pingIsStillBlockedAfterARestart(Stack stack) {
    stack.command("docker", "compose", "restart", "app").orThrow();
    stack.awaitWell(List.of("app"));
    // A health check may call an application healthy that does not listen yet.
    await("TCP to app:8080")
        .until(() -> stack.probeOn("secure_back").connect("app", 8080).answered());

    Ping.assertBlocked("secure_back", stack);
    Ping.assertBlocked("secure_front", stack);
  }
}
