package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application needs more memory than it may have, and the kernel kills it. */
@Tag("failures")
@AcceptanceTest
@Order(21)
class OutOfMemoryIT {
  private static final String LIMIT =
      "services: {app: {mem_limit: 96m, memswap_limit: 96m, restart: '%s'}}\n";

  /** Pages that are written to count, those that are only asked for do not. */
  private static final String HUNGRY = "_eaten = b'x' * (400 * 1024 * 1024)\n";

  @ParameterizedTest
  @CsvSource({"unless-stopped,", "no,", "unless-stopped,--rolling"})
  void theLimitIsTold(String restart, String option, Stack stack) {
    Kept kept = Kept.in(stack);
    try (Checkout checkout = Checkout.of(stack).overlay(LIMIT.formatted(restart))) {
      checkout.write("app/app.py", HUNGRY + checkout.read("app/app.py"));
      String[] options = option == null ? new String[0] : new String[] {option};

      PipelineRun run = checkout.run(options);

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
      Diagnoses.of("the app needs more memory than it may have", run, "out-of-memory");
      kept.assertStillServed();
    }
    kept.assertNothingLost();
  }
}
