package io.github.ecluse.files;

import static io.github.ecluse.checkout.Outcomes.assertFailed;
import static io.github.ecluse.checkout.Outcomes.assertServes;
import static io.github.ecluse.checkout.Outcomes.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
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
