package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application's container lacks NET_ADMIN, so it can't block ping. */
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
              PipelineRun run = stack.attempt(Map.of());
              assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
              kept.assertStillServed();
              return Diagnoses.of("NET_ADMIN is missing", run, "net-admin");
            });
    kept.assertMendedBy(explanation.remedy());
  }
}
