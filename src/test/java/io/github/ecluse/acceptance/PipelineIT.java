package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code build.sh}: what it prints, in which order, and the chain of digests behind it. */
@AcceptanceTest
@Order(2)
class PipelineIT {
  @Test
  @Order(1)
  void printsTheLinesOfTheDocumentInItsOrder(Stack stack) {
    assertThat(stack.lastRun().lines())
        .as("lines of build.sh")
        .containsSubsequence(
            "[*] Building image...",
            "[*] Pushing to registry...",
            "The push refers to repository [" + stack.repository() + "]",
            "[*] Stopping containers...",
            "[*] Starting services...",
            "[+] Pipeline completed successfully");
  }

  @Test
  @Order(2)
  void whatWasPushedIsWhatTheRegistryHoldsIsWhatRuns(Stack stack) {
    Release release = stack.deployed();

    assertThat(stack.registry().digest("app", "latest"))
        .as("digest that the registry holds under latest")
        .contains(release.digest());
    assertThat(stack.engine().digests(stack.service("app").imageId(), stack.repository()))
        .as("digests of the image that the app's container runs")
        .contains(release.digest());
  }
}
