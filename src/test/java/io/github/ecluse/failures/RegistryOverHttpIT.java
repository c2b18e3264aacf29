package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The registry is reached over plain HTTP at an address that is not loopback. */
@Tag("failures")
@AcceptanceTest
@Order(8)
class RegistryOverHttpIT {
  @Test
  void dockerRefusesPlainHttpWithIt(Stack stack) {
    Kept kept = Kept.in(stack);
    Explanation explanation;
    try (RegistryContainer elsewhere = RegistryContainer.openOn(HostAddresses.beyondLoopback())) {
      elsewhere.start();
      PipelineRun run = stack.releases().attempt(Map.of("REGISTRY", elsewhere.address()));

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(10);
      explanation = Diagnoses.of("a registry over HTTP, not on loopback", run, "registry-http");
      kept.assertStillServed();
    }
    kept.assertMendedBy(explanation.remedy());
  }
}
