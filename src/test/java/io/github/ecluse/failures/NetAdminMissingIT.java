package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application's container can't block ping: it lacks NET_ADMIN, or iptables fails. */
@Tag("failures")
@AcceptanceTest
@Order(12)
class NetAdminMissingIT {
  @Test
  void theVersionBeforeServesAgain(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    Explanation explanation =
        Mistake.during(
            stack,
            "services: {app: {cap_add: !reset []}}\n",
            () -> {
              PipelineRun run = stack.releases().attempt(Map.of());
              assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
              kept.assertStillServed();
              return Diagnoses.of("NET_ADMIN is missing", run, "net-admin");
            });
    kept.assertMendedBy(explanation.remedy());
  }

  /** The capability is there, and iptables is not: another failure, with another remedy. */
  @Test
  void anIptablesThatFailsForAnotherReasonIsNoMissingCapability(Stack stack) {
    Kept kept = Kept.in(stack);
    try (Checkout checkout = Checkout.of(stack)) {
      checkout.write(
          "app/Dockerfile",
          checkout.read("app/Dockerfile") + "\nRUN rm -f \"$(command -v iptables)\"\n");

      PipelineRun run = checkout.run();

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
      Explanation explanation = Diagnoses.of("iptables is not in the image", run, "ping-rule");
      assertThat(explanation.remedy()).as("remedy").doesNotContain("NET_ADMIN");
      kept.assertStillServed();
    }
    kept.assertNothingLost();
  }
}
