package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one registry holds does not tell what is garbage in another. */
@Tag("failures")
@AcceptanceTest
@Order(41)
class GarbageElsewhereIT {
  private static final int GARBAGE_FAILED = 17;

  @Test
  void nothingIsCollectedWhereRegistryNamesAnother(Stack stack) {
    Kept kept = Kept.in(stack);
    try (RegistryContainer other = RegistryContainer.open()) {
      other.start();
      PipelineRun run =
          stack.releases().attempt(Map.of("REGISTRY", other.address()), "--collect-garbage");

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(GARBAGE_FAILED);
      Explanation told = Diagnoses.of("garbage of another registry", run, "garbage-elsewhere");
      kept.assertStillServed();
      kept.assertMendedBy(told.remedy());
    }
  }
}
