package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The restart of services whose process ends and that nobody has stopped. */
final class Restart {
  private Restart() {}

  static void assertAfterAKill(Stack stack) {
    assertAfter(service -> "SIGKILL", stack);
  }

  /** PostgreSQL, for one, ends at SIGINT; at SIGTERM it waits for its clients. */
  static void assertAfterItsStopSignal(Stack stack) {
    assertAfter(ServiceContainer::stopSignal, stack);
  }

  private static void assertAfter(Function<ServiceContainer, String> signal, Stack stack) {
    Map<String, ServiceContainer> before =
        stack.services().oneOfEach().stream()
            .collect(Collectors.toMap(ServiceContainer::id, container -> container));

    before
        .values()
        .forEach(
            service ->
                stack.host().signal(signal.apply(service).replaceFirst("^SIG", ""), service.pid()));

    stack
        .services()
        .awaitState("services restarted by Docker")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(stack.services().oneOfEach())
                    .allSatisfy(
                        now -> assertRestarted(before.get(now.id()), now, signal.apply(now))));
    stack.services().awaitWell(stack.workspace().promise().services());
    assertThat(stack.services().oneOfEach())
        .extracting(ServiceContainer::id)
        .containsExactlyInAnyOrderElementsOf(before.keySet());
  }

  private static void assertRestarted(
      ServiceContainer before, ServiceContainer now, String signal) {
    assertThat(before).as("container of %s from before %s", now.service(), signal).isNotNull();
    assertThat(now.restartCount())
        .as("restarts of %s after its process was ended by %s", now.service(), signal)
        .isGreaterThan(before.restartCount());
  }
}
