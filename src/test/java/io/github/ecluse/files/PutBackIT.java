package io.github.ecluse.files;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertFailed;
import static io.github.ecluse.checkout.Outcomes.assertServes;
import static io.github.ecluse.checkout.Outcomes.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.flask.Application;
import io.github.ecluse.host.FreePort;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a failed deployment every service is as it was proven last, not only the application. */
@Tag("settings")
@AcceptanceTest
@Order(11)
class PutBackIT {
  private static final String MARK = "ECLUSE_MARK";
  private static final String ROLLING = "--rolling";

  private static final String WITH_A_PROFILE =
      """
      services:
        db: {environment: ["ECLUSE_MARK"]}
        more:
          image: registry:2
          tmpfs: [/var/lib/registry]
          entrypoint: [sleep, infinity]
          stop_signal: SIGKILL
          profiles: [more]
          healthcheck: {test: [CMD, "true"], interval: 1s, start_period: 5s, start_interval: 250ms}
      """;

  private static final String MARKED = "{environment: {" + MARK + ": '1'}}";

  @Test
  @Order(1)
  void theOthersHaveTheirConfigurationBack(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      Digest before = stack.ensureReleased().digest();
      checkout.overlay("services: {db: %s, registry: %s}\n".formatted(MARKED, MARKED));
      Application.of(stack).endAtOnce();

      PipelineRun run = checkout.run();

      assertFailed(run, 14, "app-crashes");
      assertAllAsBefore(before, stack);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db: {command: [--no-such-option-of-ecluse]}",
        "registry: {command: [/no-such-file-of-ecluse]}",
        "db: {entrypoint: [/no-such-program-of-ecluse]}"
      })
  @Order(2)
  void aServiceThatDoesNotStartTakesNothingAlong(String service, Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      Digest before = stack.ensureReleased().digest();
      MarkedRow row = MarkedRow.leftIn(stack);
      checkout.overlay("services: {" + service + "}\n");
      Application.of(stack).addToPages("beside a service that does not start");

      PipelineRun run = checkout.run();

      assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(14);
      assertAllAsBefore(before, stack);
      assertThat(row.isThere()).as("%s from before", row).isTrue();
    }
  }

  /** The proxy has the port while releases roll. */
  @Test
  @Order(3)
  void whatOnlyTheFailedRunWasToldIsForgotten(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      Digest before = assertDeployed(checkout.run(ROLLING), stack).digest();
      checkout.overlay(WITH_A_PROFILE);
      Application.of(stack).endAtOnce();
      String port = Integer.toString(FreePort.find());
      Map<String, String> told = Map.of("COMPOSE_PROFILES", "more", MARK, "1");
      Map<String, String> elsewhere = new HashMap<>(told);
      elsewhere.put("APP_PORT", port);
      assertKeepsItsPort(checkout.run(elsewhere, ROLLING));

      for (String[] options : List.of(new String[] {ROLLING}, new String[0])) {
        Map<String, String> variables = options.length == 0 ? elsewhere : told;
        assertFailed(checkout.run(variables, options), 14, "app-crashes");

        assertThat(stack.service("proxy").published())
            .as(
                "ports of the page after a failed run of build.sh %s with another port",
                List.of(options))
            .extracting(PublishedPort::hostPort)
            .containsOnly(stack.appUrl().getPort());
        assertThat(stack.services().all())
            .as("services after a failed run with a profile")
            .extracting(ServiceContainer::service)
            .containsExactlyInAnyOrder("registry", "db", "app", "proxy");
        assertAllAsBefore(before, stack);
      }
    }
  }

  /** The proxy stays as it is while releases roll. */
  private static void assertKeepsItsPort(PipelineRun run) {
    assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(2);
    assertThat(run.lines())
        .as("what it says of another port than the proxy's")
        .hasSize(1)
        .allMatch(line -> line.contains("--rolling keeps the proxy, whose port is "));
  }

  private static void assertAllAsBefore(Digest version, Stack stack) {
    stack.services().awaitWell(stack.workspace().promise().services());
    assertServes(version, stack);
    assertThat(stack.services().oneOfEach())
        .allSatisfy(
            service ->
                assertThat(service.environment())
                    .as("environment of %s", service.service())
                    .doesNotContainKey(MARK));
    assertThat(stack.registry().digest("app", "latest"))
        .as("latest in the registry")
        .contains(version);
  }
}
