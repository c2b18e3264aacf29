package io.github.ecluse.acceptance;

import static io.github.ecluse.stack.Stack.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.HostProcesses;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The restart: a service whose process ended is back, and ping is as blocked as before. */
@AcceptanceTest
@Order(10)
class RestartIT {
  @BeforeEach
  void deploy(Stack stack) {
    stack.deployed();
    stack.awaitWell(SERVICES);
  }

  /**
   * Killed it ends with an error; asked by SIGTERM, in good order, which is no reason to stay away.
   */
  @Test
  @Order(1)
  void aServiceThatEndsByItselfIsStartedAgain(Stack stack) {
    try (HostProcesses host = new HostProcesses()) {
      for (String signal : List.of("KILL", "TERM")) {
        assertStartedAgain(signal, host, stack);
      }
    }
  }

  private static void assertStartedAgain(String signal, HostProcesses host, Stack stack) {
    Map<String, ServiceContainer> before =
        stack.required().stream()
            .collect(Collectors.toMap(ServiceContainer::id, container -> container));

    before.values().forEach(service -> host.signal(signal, service.pid()));

    await("services restarted by Docker")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertThat(stack.required())
                    .allSatisfy(now -> assertRestarted(before.get(now.id()), now, signal)));
    stack.awaitWell(SERVICES);
    assertThat(stack.required())
        .extracting(ServiceContainer::id)
        .containsExactlyInAnyOrderElementsOf(before.keySet());
  }

  private static void assertRestarted(
      ServiceContainer before, ServiceContainer now, String signal) {
    assertThat(before).as("container of %s from before SIG%s", now.service(), signal).isNotNull();
    assertThat(now.restartCount())
        .as("restarts of %s after its process was ended by SIG%s", now.service(), signal)
        .isGreaterThan(before.restartCount());
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
