package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run of the pipeline is killed at each of its stages, and the next one puts all right. */
@Tag("failures")
@AcceptanceTest
@Order(13)
class RunKilledIT {
  private static final Set<String> BEFORE_DOWN =
      Set.of("[*] Building image...", "[*] Pushing to registry...");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[*] Building image...",
        "[*] Pushing to registry...",
        "[*] Stopping containers...",
        "[*] Starting services...",
        "    deploy "
      })
  void theNextRunPutsAllRight(String line, Stack stack) {
    Kept kept = Kept.in(stack);
    String text = "killed at " + line + System.nanoTime();
    Application.of(stack).addToPages(text);

    assertThat(stack.releases().killedAt(printed -> printed.startsWith(line)).succeeded())
        .as("build.sh, killed at %s", line)
        .isFalse();

    if (BEFORE_DOWN.contains(line)) {
      kept.assertStillServed();
    }
    stack.releases().deploy();
    kept.assertNothingLost();
    assertThat(Page.of(stack).html()).contains(text);
  }
}
