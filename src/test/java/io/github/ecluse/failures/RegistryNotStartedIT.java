package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.host.FreePort;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document's first problem: the registry is not started. */
@Tag("failures")
@AcceptanceTest
@Order(1)
class RegistryNotStartedIT {
  @Test
  void aConnectionIsRefused(Stack stack) {
    Kept kept = Kept.in(stack);
    stack.compose().command("docker", "compose", "stop", "registry").orThrow();

    refused("pull", "connection refused", stack);
    FailureMode mode = refused("push", "connection refused", stack);

    kept.assertMendedBy(mode.remedy());
  }

  /** The port is published, but behind it nothing listens. */
  @Test
  void aConnectionEndsEarly(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    FailureMode mode =
        Mistake.during(
            stack,
            "services: {registry: {environment: {REGISTRY_HTTP_ADDR: ':5001'}}}\n",
            () -> {
              stack.compose().command("docker", "compose", "up", "-d", "registry").orThrow();
              refused("pull", "EOF|connection reset", stack);
              return refused("push", "EOF|connection reset", stack);
            });
    kept.assertMendedBy(mode.remedy());
  }

  private static FailureMode refused(String command, String words, Stack stack) {
    CommandResult result =
        stack.compose().command("docker", command, stack.workspace().repository() + ":latest");
    assertThat(result.succeeded()).as("docker %s", command).isFalse();
    assertThat(result.stderr()).containsPattern(words);
    return Diagnoses.of(
        "docker %s, %s".formatted(command, words.replace("|", " or ")),
        command.equals("push") ? "push" : "deploy",
        result.stderr(),
        "registry-down");
  }

  @Test
  void aRegistryThatEndsAsSoonAsItStarts(Stack stack) throws Exception {
    Kept kept = Kept.in(stack);
    Explanation explanation =
        Mistake.during(
            stack,
            "services: {registry: {environment: {REGISTRY_HTTP_ADDR: nowhere}}}\n",
            () -> {
              PipelineRun run = stack.releases().attempt(Map.of());
              assertThat(run.succeeded()).as("build.sh").isFalse();
              kept.assertStillServed();
              return Diagnoses.of("the registry ends as soon as it starts", run, "registry-down");
            });
    kept.assertMendedBy(explanation.remedy());
  }

  @Test
  void anAddressAtWhichNothingAnswers(Stack stack) {
    Kept kept = Kept.in(stack);

    PipelineRun run = stack.releases().attempt(Map.of("REGISTRY", "localhost:" + FreePort.find()));

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(10);
    Explanation explanation =
        Diagnoses.of("nothing answers at REGISTRY", run, "registry-elsewhere");
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }
}
