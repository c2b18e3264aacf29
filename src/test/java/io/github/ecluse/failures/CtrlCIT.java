package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ctrl-C ends a run, and what served before serves. */
@Tag("failures")
@AcceptanceTest
@Order(29)
class CtrlCIT {
  /**
   * A terminal sends SIGINT to the run and to all that it has started, as timeout(1) does. Who
   * started this JVM may have set it aside for all of its children.
   */
  private static final String INTERRUPTED =
      "timeout --preserve-status -s INT 2 env --default-signal=INT ./build.sh";

  private static final int INTERRUPT = 130;

  @Test
  void itEndsTheRunAndWhatServedServes(Stack stack) {
    Kept kept = Kept.in(stack);
    Application.of(stack).addToPages("never finished");

    PipelineRun run = stack.releases().paste(INTERRUPTED);

    assertThat(run.exitCode()).as("exit code of build.sh after Ctrl-C").isEqualTo(INTERRUPT);
    kept.assertStillServed();
    Application.of(stack).restore();
    stack.releases().deploy();
    kept.assertNothingLost();
  }
}
