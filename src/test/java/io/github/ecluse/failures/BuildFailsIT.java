package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A step of the Dockerfile fails. */
@Tag("failures")
@AcceptanceTest
@Order(4)
class BuildFailsIT {
  @Test
  void theVersionBeforeGoesOnServing(Stack stack) {
    Kept kept = Kept.in(stack);
    Application application = Application.of(stack);
    application.failTheBuild();

    PipelineRun run = stack.releases().attempt(Map.of());

    application.restore();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(11);
    Explanation explanation = Diagnoses.of("a step of the build fails", run, "build-failed");
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }

  /** What an earlier run printed says nothing of this one. */
  @Test
  void whatFailedBeforeIsNotTheReason(Stack stack) {
    stack.ensureReleased();
    Application application = Application.of(stack);
    application.addSteps("RUN echo 'write /tmp/a: no space left on device' && false");
    Diagnoses.of(
        "a step of the build fills the disk", stack.releases().attempt(Map.of()), "disk-full");
    application.restore();
    application.failTheBuild();

    PipelineRun run = stack.releases().attempt(Map.of());

    application.restore();
    Diagnoses.of("a step of the build fails, after another failure", run, "build-failed");
    stack.releases().deploy();
  }
}
