package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A volume is gone: what it held is lost, and all the rest is not. */
@Tag("failures")
@AcceptanceTest
@Order(15)
class VolumeGoneIT {
  @Test
  void theRegistrysVolume(Stack stack) {
    Digest before = stack.deployed().digest();
    int visits = Page.of(stack).visits();
    removeVolume("registry-data", stack);
    stack.bringUp();

    Explanation explanation =
        Diagnoses.of(
            "the registry's volume is gone", stack.attempt(Map.of(), "--list"), "registry-lost");
    assertThat(stack.digestsOf("app")).as("what serves meanwhile").contains(before);

    assertThat(stack.paste(explanation.remedy()).succeeded()).as("remedy").isTrue();
    assertThat(stack.registry().digest("app", "latest")).as("latest").contains(before);
    assertThat(Page.of(stack).visits()).as("visits").isGreaterThan(visits);
  }

  @Test
  void theDatabasesVolume(Stack stack) {
    Digest before = stack.deployed().digest();
    removeVolume("db-data", stack);

    Digest after = stack.run().digest();

    assertThat(Page.of(stack).visits()).as("visits, counted from anew").isLessThan(5);
    assertThat(stack.registry().digest("app", "latest")).as("latest").contains(after);
    assertThat(stack.registry().digest("app", before.value())).as("the image before").isPresent();
  }

  private static void removeVolume(String name, Stack stack) {
    stack.takeDown();
    stack.engine().client().removeVolumeCmd(stack.project() + "_" + name).exec();
  }
}
