package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C ends a run, and what served before serves. */
@Tag("failures")
@AcceptanceTest
@Order(29)
class CtrlCIT {
  /**
   * A terminal sends the signal to the run and to all that it has started, as timeout(1) does. Who
   * started this JVM may have set it aside for all of its children.
   */
  private static final String INTERRUPTED =
      "timeout --preserve-status -s %1$s 2 env --default-signal=%1$s ./build.sh";

  /** Ctrl-C and Ctrl-\ at a terminal. */
  @ParameterizedTest
  @CsvSource({"INT,130", "QUIT,131"})
  void itEndsTheRunAndWhatServedServes(String signal, int exitCode, Stack stack) {
    Kept kept = Kept.in(stack);
    Application.of(stack).addToPages("never finished");

    PipelineRun run = stack.releases().paste(INTERRUPTED.formatted(signal));

    assertThat(run.exitCode()).as("exit code of build.sh after SIG%s", signal).isEqualTo(exitCode);
    kept.assertStillServed();
    Application.of(stack).restore();
    stack.releases().deploy();
    kept.assertNothingLost();
  }
}
