package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.FreePort;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
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
    stack.command("docker", "compose", "stop", "registry").orThrow();

    refused("pull", "connection refused", stack);
    FailureMode mode = refused("push", "connection refused", stack);

    assertThat(stack.paste(mode.remedy()).succeeded()).as("remedy").isTrue();
    kept.assertNothingLost();
  }

  /** The port is published, but behind it nothing listens. */
  @Test
  void aConnectionEndsEarly(Stack stack) throws IOException {
    Kept kept = Kept.in(stack);
    FailureMode mode;
    String elsewhere = "services: {registry: {environment: {REGISTRY_HTTP_ADDR: ':5001'}}}\n";
    try (Mistake mistake = Mistake.in(stack, elsewhere)) {
      stack.command("docker", "compose", "up", "-d", "registry").orThrow();

      refused("pull", "EOF|connection reset", stack);
      mode = refused("push", "EOF|connection reset", stack);
      mistake.mend();
    }
    assertThat(stack.paste(mode.remedy()).succeeded()).as("remedy").isTrue();
    kept.assertNothingLost();
  }

  private static FailureMode refused(String command, String words, Stack stack) {
    CommandResult result = stack.command("docker", command, stack.repository() + ":latest");
    assertThat(result.succeeded()).as("docker %s", command).isFalse();
    assertThat(result.stderr()).containsPattern(words);
    return Diagnoses.of(
        "docker %s, %s".formatted(command, words.replace("|", " or ")),
        result.stderr(),
        "registry-down");
  }

  @Test
  void aRegistryThatEndsAsSoonAsItStarts(Stack stack) throws IOException {
    Kept kept = Kept.in(stack);
    Explanation explanation;
    String broken = "services: {registry: {environment: {REGISTRY_HTTP_ADDR: nowhere}}}\n";
    try (Mistake mistake = Mistake.in(stack, broken)) {
      PipelineRun run = stack.attempt(Map.of());

      assertThat(run.succeeded()).as("build.sh").isFalse();
      explanation = Diagnoses.of("the registry ends as soon as it starts", run, "registry-down");
      kept.assertStillServed();
      mistake.mend();
    }
    assertThat(stack.paste(explanation.remedy()).succeeded()).as("remedy").isTrue();
    kept.assertNothingLost();
  }

  @Test
  void anAddressAtWhichNothingAnswers(Stack stack) {
    Kept kept = Kept.in(stack);

    PipelineRun run = stack.attempt(Map.of("REGISTRY", "localhost:" + FreePort.find()));

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(10);
    Explanation explanation =
        Diagnoses.of("nothing answers at REGISTRY", run, "registry-elsewhere");
    kept.assertStillServed();
    assertThat(stack.paste(explanation.remedy()).succeeded()).as("remedy").isTrue();
    kept.assertNothingLost();
  }
}
