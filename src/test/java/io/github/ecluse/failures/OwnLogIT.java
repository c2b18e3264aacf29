package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that logs the words of another failure before it ends. */
@Tag("failures")
@AcceptanceTest
@Order(22)
class OwnLogIT {
  private static final String ENDS =
      """
      import sys as _sys

      print(%s, file=_sys.stderr, flush=True)
      raise SystemExit(1)
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dial tcp 10.0.0.7:5000: connect: Connection refused",
        "HTTP 401 Unauthorized: authentication required",
        "OSError: [Errno 28] No space left on device",
        "bind: address already in use",
        "manifest unknown; the digests differ; out of memory",
        "Access denied for user 'somebody'@'elsewhere' (using password: YES)"
      })
  void itDoesNotDecideWhatThePipelineDiedOf(String words, Stack stack) {
    Kept kept = Kept.in(stack);
    try (Checkout checkout = Checkout.of(stack)) {
      checkout.write("app/app.py", ENDS.formatted('"' + words + '"') + checkout.read("app/app.py"));

      PipelineRun run = checkout.run();

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
      assertThat(run.lines()).as("the application's log").anyMatch(line -> line.contains(words));
      Diagnoses.of("the app logs " + words, run, "app-crashes");
      kept.assertStillServed();
    }
  }
}
