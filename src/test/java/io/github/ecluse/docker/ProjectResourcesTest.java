package io.github.ecluse.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProjectResourcesTest {
  private static final String WITHOUT_A_NAME = "9f".repeat(32);

  /** The gate removes a project's volumes; a service of a profile may name one of the user's. */
  @Test
  void aVolumeOfAnotherProjectIsNoneOfThisOne() {
    Stream<String> used = Stream.of("ecluse-1-2_rows", "rows-of-the-shop", WITHOUT_A_NAME);

    assertThat(ProjectResources.own(used, Set.of("ecluse-1-2_rows", "ecluse-1-2_unused")))
        .containsExactlyInAnyOrder("ecluse-1-2_rows", WITHOUT_A_NAME);
  }
}
