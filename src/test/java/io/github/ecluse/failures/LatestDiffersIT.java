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

/** What this machine holds, what the registry holds and what runs are not one. */
@Tag("failures")
@AcceptanceTest
@Order(10)
class LatestDiffersIT {
  @Test
  void aLocalLatestThatWasNeverPushed(Stack stack) {
    Kept kept = Kept.in(stack);
    buildByHand(stack);

    assertTold("a local latest that was never pushed", "never-pushed", kept, stack);
  }

  @Test
  void aLatestInTheRegistryThatWasNeverDeployed(Stack stack) {
    Kept kept = Kept.in(stack);
    buildByHand(stack);
    stack.compose().command("docker", "push", stack.workspace().repository() + ":latest").orThrow();

    assertTold("a latest that was never deployed", "never-deployed", kept, stack);
  }

  private static void buildByHand(Stack stack) {
    Application.of(stack).addToPages("built by hand " + System.nanoTime());
    String image = stack.workspace().repository() + ":latest";
    String label = "--label=" + stack.workspace().imageLabel();
    stack
        .compose()
        .command("docker", "build", "-q", "--provenance=false", label, "-t", image, "app")
        .orThrow();
  }

  private static void assertTold(String failure, String mode, Kept kept, Stack stack) {
    PipelineRun list = stack.releases().attempt(Map.of(), "--list");

    assertThat(list.exitCode()).as("exit code of build.sh --list").isZero();
    Explanation explanation = Diagnoses.of(failure, list, mode);
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
    assertThat(stack.releases().attempt(Map.of(), "--list").explanation())
        .as("after the remedy")
        .isEmpty();
  }
}
