package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The registry goes away while layers are on their way to it. */
@Tag("failures")
@AcceptanceTest
@Order(5)
class PushBreaksOffIT {
  private static final int PAYLOAD = 150_000_000;

  /** The first line of a push, on every engine; how layers are announced depends on the engine. */
  private static final String PUSH_BEGINS = "The push refers to repository ";

  @Test
  void theVersionBeforeGoesOnServing(Stack stack) {
    Kept kept = Kept.in(stack);
    Application application = Application.of(stack);
    application.addBytes(PAYLOAD);
    AtomicBoolean stopped = new AtomicBoolean();
    String registry = stack.service("registry").id();

    PipelineRun run =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.startsWith(PUSH_BEGINS) && !stopped.getAndSet(true)) {
                    await("an upload is under way")
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> isUploadUnderWay(registry, stack));
                    stack.engine().client().killContainerCmd(registry).exec();
                  }
                });

    application.restore();
    assertThat(stopped).as("the registry was ended while the push went on").isTrue();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(12);
    Explanation explanation = Diagnoses.of("the push breaks off half-way", run, "registry-down");
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }

  /** Whether the registry has received a part of a layer, and not yet the whole. */
  private static boolean isUploadUnderWay(String registry, Stack stack) {
    return !stack
        .engine()
        .exec(registry, "find", "/var/lib/registry", "-path", "*/_uploads/*/data", "-size", "+999k")
        .stdout()
        .isBlank();
  }
}
