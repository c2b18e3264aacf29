package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import java.time.Duration;

/**
 * A registry that no release touches: it is asked steadily, and tells how long the machine waits.
 */
final class ControlRegistry implements AutoCloseable {
  /** Enough to meet each pause that counts; more would make a slow machine slower. */
  private static final int PER_SECOND = 20;

  private static final Duration WAIT_LIMIT = Duration.ofMillis(250);

  private final RegistryContainer registry = RegistryContainer.open();

  private ControlRegistry() {}

  /** Starts one. */
  static ControlRegistry start() {
    ControlRegistry control = new ControlRegistry();
    control.registry.start();
    return control;
  }

  /** Starts a steady load on it. */
  Load load() {
    return Load.on(registry.registry().uri().resolve("/v2/"), PER_SECOND);
  }

  /** Fails if a request failed, or waited longer than the machine lets one wait. */
  static void assertNothingNoticed(LoadReport report, LoadReport control) {
    assertThat(report.failed()).as("requests that failed; %s", report).isEmpty();
    assertThat(report.slowest())
        .as("slowest request; %s; what no release touches: %s", report, control)
        .isLessThan(unnoticed(report, control));
  }

  /**
   * Returns how long a request may take without a release being the cause. Where the machine makes
   * one program wait, it may do so to each of the two that a request passes, proxy and application.
   */
  static Duration unnoticed(LoadReport report, LoadReport control) {
    return report.median().plus(control.slowest().multipliedBy(2)).plus(WAIT_LIMIT);
  }

  @Override
  public void close() {
    registry.close();
  }
}
