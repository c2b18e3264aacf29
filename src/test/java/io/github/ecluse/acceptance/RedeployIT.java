package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
  void withTheLocalImageDeletedTheDeploymentComesFromTheRegistryAlone(Stack stack) {
    Release release = stack.ensureReleased();
    stack.compose().down();
    stack.engine().removal().image(stack.workspace().repository() + ":latest");
    assertThat(stack.engine().images().image(stack.workspace().repository() + ":latest"))
        .as("local image")
        .isEmpty();

    stack.compose().up("registry");
    stack.compose().up();

    assertThat(stack.service("app").imageDigests())
        .as("digests of the image that the app's container runs after the cold pull")
        .contains(release.digest());
  }

  @Test
  @Order(2)
  void withNothingRunningTheRegistryIsStartedBeforeThePush(Stack stack) {
    stack.ensureReleased();
    stack.compose().down();

    Release release = stack.releases().deploy();

    assertThat(stack.service("app").imageDigests())
        .as("digests of what serves")
        .contains(release.digest());
  }

  @Test
  @Order(3)
  void anUnchangedRunChangesNoDigest(Stack stack) {
    stack.ensureReleased();
    Release first = stack.releases().all().get(0);

    Release after = stack.releases().deploy();

    assertThat(after.digest()).as("digest after a run without a change").isEqualTo(first.digest());
  }
}
