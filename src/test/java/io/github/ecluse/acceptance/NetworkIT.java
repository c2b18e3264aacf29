package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Probe;
import io.github.ecluse.stack.Probe.Reply;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network: ping to the application is blocked, and nothing else is. */
@AcceptanceTest
@Order(6)
class NetworkIT {
  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(1)
  void pingIsBlockedWhileTcpIsOpen(String network, Stack stack) {
    stack.deployed();

    assertPingIsBlocked(network, stack);
  }

  @Test
  @Order(2)
  void pingIsStillBlockedAfterARestart(Stack stack) {
    stack.deployed();
    stack.command("docker", "compose", "restart", "app").orThrow();
    stack.awaitWell(List.of("app"));
    // A health check may call an application healthy that does not listen yet.
    await("TCP to app:8080")
        .until(() -> stack.probeOn("secure_back").connect("app", 8080).answered());

    assertPingIsBlocked("secure_back", stack);
    assertPingIsBlocked("secure_front", stack);
  }

  private static void assertPingIsBlocked(String network, Stack stack) {
    Probe probe = stack.probeOn(network);
    String app = stack.service("app").addresses().get(stack.networkName(network));

    assertThat(probe.ping(stack.neighbourOn(network)).answered())
        .as("ping from %s to another container, the control", network)
        .isTrue();
    assertThat(probe.connect("app", 8080).answered())
        .as("TCP from %s to app:8080", network)
        .isTrue();
    assertThat(probe.ping(app).kind())
        .as("ping from %s to the app: nothing may come back", network)
        .isEqualTo(Reply.Kind.SILENT);
  }
}
