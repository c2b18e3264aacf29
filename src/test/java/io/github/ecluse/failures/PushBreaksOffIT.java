package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Application;
import io.github.ecluse.stack.Stack;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The registry goes away while layers are on their way to it. */
@Tag("failures")
@AcceptanceTest
@Order(5)
class PushBreaksOffIT {
  private static final int PAYLOAD = 60_000_000;

  /** How Docker announces a layer that is not yet there; the word depends on the image store. */
  private static final String UNDER_WAY = "[0-9a-f]{12}: (Preparing|Waiting|Pushing).*";

  @Test
  void theVersionBeforeGoesOnServing(Stack stack) {
    Kept kept = Kept.in(stack);
    Application application = stack.application();
    application.addBytes(PAYLOAD);
    AtomicBoolean stopped = new AtomicBoolean();
    String registry = stack.service("registry").id();

    PipelineRun run =
        stack.watched(
            line -> {
              if (line.matches(UNDER_WAY) && !stopped.getAndSet(true)) {
                stack.engine().client().stopContainerCmd(registry).exec();
              }
            });

    application.restore();
    assertThat(stopped).as("the registry was stopped while the push went on").isTrue();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(12);
    Explanation explanation = Diagnoses.of("the push breaks off half-way", run, "registry-down");
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }
}
