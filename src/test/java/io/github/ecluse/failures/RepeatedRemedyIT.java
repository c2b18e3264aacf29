package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Outcomes;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A remedy that did not help is not given again. */
@Tag("failures")
@AcceptanceTest
@Order(25)
class RepeatedRemedyIT {
  @ParameterizedTest
  @CsvSource({"plain,", "rolling,--rolling"})
  void theSecondExplanationHasAnother(String mode, String option, Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String[] options = option == null ? new String[0] : new String[] {option};
      Application.of(stack).endAtOnce();
      Explanation first = Outcomes.assertFailed(checkout.run(options), 14, "app-crashes");

      PipelineRun again = checkout.run(options);

      Explanation second = Outcomes.assertFailed(again, 14, "app-crashes");
      assertThat(second.remedy()).as("remedy of the second run").isNotEqualTo(first.remedy());
      assertThat(again.lines()).anyMatch(line -> line.contains("did not help"));

      // What has succeeded since makes the next failure a new one.
      Application.of(stack).restore();
      Outcomes.assertDeployed(checkout.run(), stack);
      Application.of(stack).endAtOnce();
      Explanation later = Outcomes.assertFailed(checkout.run(options), 14, "app-crashes");
      assertThat(later.remedy()).as("remedy after a success").isEqualTo(first.remedy());
    }
  }
}
