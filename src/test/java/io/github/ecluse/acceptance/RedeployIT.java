package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The same once more: from the registry alone, from nothing that runs, and to the same digest. */
@AcceptanceTest
@Order(14)
@TestInstance(Lifecycle.PER_CLASS)
class RedeployIT {
  /** What a run of the source as it first was has deployed; null if none has yet. */
  private Release unchanged;

  @Test
  @Order(1)
  void withTheLocalImageDeletedTheDeploymentComesFromTheRegistryAlone(Stack stack) {
    Release release = stack.ensureReleased();
    stack.compose().down();
    stack.engine().removal().image(stack.workspace().image());
    assertThat(stack.engine().images().image(stack.workspace().image()))
        .as("local image")
        .isEmpty();

    stack.compose().up(stack.workspace().promise().registry());
    stack.compose().up();

    assertThat(stack.application().imageDigests())
        .as("digests of the image that the app's container runs after the cold pull")
        .contains(release.digest());
  }

  @Test
  @Order(2)
  void withNothingRunningTheRegistryIsStartedBeforeThePush(Stack stack) {
    stack.ensureReleased();
    stack.compose().down();

    unchanged = stack.releases().deploy();

    assertThat(stack.application().imageDigests()).contains(unchanged.digest());
  }

  @Test
  @Order(3)
  void anUnchangedRunChangesNoDigest(Stack stack) {
    stack.ensureReleased();
    Release first = stack.releases().all().get(0);

    // The run of the check before this one changed nothing either, and is good enough.
    Release after = unchanged == null ? stack.releases().deploy() : unchanged;

    assertThat(after.digest()).as("digest after a run without a change").isEqualTo(first.digest());
  }
}
