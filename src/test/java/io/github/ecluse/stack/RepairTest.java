package io.github.ecluse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.registry.Digest;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a stack is deployed again after a check that failed. */
class RepairTest {
  private static final Digest SERVING = new Digest("sha256:" + "a".repeat(64));
  private static final Digest OTHER = new Digest("sha256:" + "b".repeat(64));

  @Test
  void aReleaseThatServesAndThatTheRegistryHoldsStays() {
    assertThat(Repair.isLost(SERVING, true, Set.of(OTHER, SERVING), Optional.of(SERVING)))
        .isFalse();
    assertThat(Repair.isLost(SERVING, true, Set.of(SERVING), Optional.empty())).isFalse();
  }

  @Test
  void afterABrokenReleaseThatWasNotLedBackTheOneBeforeIsDeployedAgain() {
    assertThat(Repair.isLost(SERVING, false, Set.of(SERVING), Optional.of(SERVING))).isTrue();
    assertThat(Repair.isLost(SERVING, true, Set.of(OTHER), Optional.of(SERVING))).isTrue();
    assertThat(Repair.isLost(SERVING, true, Set.of(SERVING), Optional.of(OTHER))).isTrue();
  }
}
