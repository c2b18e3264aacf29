package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.HostProcesses;
import io.github.ecluse.stack.HostProcesses.Status;
import io.github.ecluse.stack.Probe;
import io.github.ecluse.stack.Probe.Reply;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network: ping to the application is blocked, nothing else is, and nobody can undo it. */
@AcceptanceTest
@Order(7)
class NetworkIT {
  private static final String NO_CAPABILITY = "0000000000000000";

  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(1)
  void pingIsBlockedWhileTcpIsOpen(String network, Stack stack) {
    stack.deployed();

    assertPingIsBlocked(network, stack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(2)
  void pingIsStillBlockedAfterARestart(String network, Stack stack) {
    stack.deployed();
    stack.command("docker", "compose", "restart", "app").orThrow();
    stack.awaitWell(List.of("app"));

    assertPingIsBlocked(network, stack);
  }

  @Test
  @Order(3)
  void theWebServerAndItsWorkersHaveNoRootAndNoCapability(Stack stack) {
    stack.deployed();
    stack.awaitWell(List.of("app"));

    try (HostProcesses host = new HostProcesses()) {
      List<Status> listeners = host.listenersOn(8080, stack.service("app").pid());
      assertThat(listeners).as("processes that listen on port 8080 of the app").isNotEmpty();
      assertThat(listeners)
          .allSatisfy(
              process -> {
                assertThat(process.userIds()).as("user ids of %s", process).doesNotContain(0);
                assertThat(process.capabilities())
                    .as("capabilities of %s", process)
                    .containsOnly(NO_CAPABILITY);
              });
    }
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
