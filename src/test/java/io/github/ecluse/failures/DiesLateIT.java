package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.LocalTime;
import io.github.ecluse.checkout.Outcomes;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application is healthy once, and dies while the run is about to end. */
@Tag("failures")
@AcceptanceTest
@Order(23)
class DiesLateIT {
  /** The health check has its answer before the program ends. */
  private static final String DIES_AFTER_ITS_FIRST_HEALTH_CHECK =
      """
      import os as _os
      import threading as _threading

      import flask as _flask


      def _last_answer(self, response, process=_flask.Flask.process_response):
          if _flask.request.path == "/health":
              _threading.Timer(0.2, _os._exit, [1]).start()
          return process(self, response)


      _flask.Flask.process_response = _last_answer
      """;

  @ParameterizedTest
  @CsvSource({"unless-stopped,", "no,", "unless-stopped,--rolling"})
  void itIsNoSuccess(String restart, String option, Stack stack) {
    try (Checkout checkout =
        Checkout.of(stack).overlay("services: {app: {restart: '%s'}}\n".formatted(restart))) {
      Digest before = stack.ensureReleased().digest();
      checkout.write("app/app.py", DIES_AFTER_ITS_FIRST_HEALTH_CHECK + checkout.read("app/app.py"));
      String[] options = option == null ? new String[0] : new String[] {option};

      // By the clock of the wall, a start after the health check would be one before it.
      PipelineRun run = checkout.runBy(LocalTime.in("Asia/Kolkata"), Map.of(), options);

      assertThat(run.exitCode())
          .as("exit code of build.sh:%n%s", Outcomes.printed(run))
          .isIn(14, 15);
      assertThat(run.lines()).doesNotContain("[+] Pipeline completed successfully");
      Outcomes.assertServes(before, stack);
    }
  }
}
