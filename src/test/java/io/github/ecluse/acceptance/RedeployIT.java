package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The same once more: from the registry alone, from nothing that runs, and to the same digest. */
@AcceptanceTest
@Order(140)
class RedeployIT {
  @Test
  @Order(1)
  @Claim("deployed-from-the-registry")
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
  @Claim("registry-started-first")
  void withNothingRunningTheRegistryIsStartedBeforeThePush(Stack stack) {
    stack.ensureReleased();
    stack.compose().down();

    Release release = stack.releases().deploy();

    assertThat(stack.application().imageDigests())
        .as("digests of what serves")
        .contains(release.digest());
  }

  @Test
  @Order(3)
  @Claim("reproducible")
  void anUnchangedRunChangesNoDigest(Stack stack) {
    stack.ensureReleased();
    Release first = stack.releases().all().get(0);

    Release after = stack.releases().deploy();

    assertThat(after.digest()).as("digest after a run without a change").isEqualTo(first.digest());
  }
}
