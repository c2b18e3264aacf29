package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application crashes in a loop, hangs, or is killed once. */
@Tag("failures")
@AcceptanceTest
@Order(11)
class AppCrashesIT {
  @Test
  void aReleaseThatCrashesInALoop(Stack stack) {
    assertReplaced("the app crashes in a loop", Application::endAtOnce, "app-crashes", stack);
  }

  @Test
  void aReleaseThatHangs(Stack stack) {
    assertReplaced("the app hangs", Application::hang, "app-unhealthy", stack);
  }

  private static void assertReplaced(
      String failure, Consumer<Application> breakage, String mode, Stack stack) {
    Kept kept = Kept.in(stack);
    Application application = Application.of(stack);
    breakage.accept(application);

    PipelineRun run = stack.releases().attempt(Map.of());

    application.restore();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    Explanation explanation = Diagnoses.of(failure, run, mode);
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }

  @Test
  void anApplicationThatIsKilledOnceComesBackByItself(Stack stack) {
    Kept kept = Kept.in(stack);
    ServiceContainer before = stack.service("app");

    stack.host().signal("KILL", before.pid());

    await("app restarted by Docker")
        .atMost(Duration.ofSeconds(20))
        .until(() -> stack.service("app").restartCount() > before.restartCount());
    kept.assertNothingLost();
  }
}
