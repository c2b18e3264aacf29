package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertServes;
import static io.github.ecluse.checkout.Outcomes.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker with a build of its own, whose image has no tag that a registry holds. */
@Tag("settings")
@AcceptanceTest
@Order(6)
class BuiltBesideIT {
  private static final String OVERLAY =
      """
      services:
        worker:
          build:
            context: app
            dockerfile_inline: |
              FROM python:3.11-slim
              ENV RELEASE=%s
          command: [sleep, infinity]
          stop_signal: SIGKILL
          networks: [secure_back]
          restart: unless-stopped
          healthcheck: {test: [CMD, "%s"], interval: 1s, retries: 2, start_interval: 250ms}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", "--rolling"})
  void afterAFailureItsImageIsTheOneFromBefore(String option, Stack stack) {
    String[] words = option.isEmpty() ? new String[0] : new String[] {option};
    try (Checkout checkout = Checkout.of(stack).overlay(OVERLAY.formatted("one", "true"))) {
      Digest before = assertDeployed(checkout.run(words), stack).digest();
      checkout.overlay(OVERLAY.formatted("two", "false"));
      Application.of(stack).addToPages("beside a worker that is not well");

      PipelineRun run = checkout.run(words);

      assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(14);
      stack.services().awaitWell(List.of("registry", "db", "app", Worker.NAME));
      assertServes(before, stack);
      assertThat(stack.service(Worker.NAME).environment())
          .as("variables of the worker that runs")
          .containsEntry("RELEASE", "one");
      checkout.compose("up", "-d", "--force-recreate", "--no-deps", Worker.NAME).orThrow();
      assertThat(stack.service(Worker.NAME).environment())
          .as("variables of the worker that the next up starts")
          .containsEntry("RELEASE", "one");
    }
  }
}
