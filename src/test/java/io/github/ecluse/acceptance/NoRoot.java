package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.HostProcess;
import io.github.ecluse.stack.Stack;
import java.util.List;

/** The programs that take requests: none of them is root, or can become root. */
public final class NoRoot {
  private NoRoot() {}

  /**
   * Fails if nothing listens on a port of a service, or if root does.
   *
   * @return the processes that listen there
   */
  public static List<HostProcess> assertOn(int port, String service, Stack stack) {
    List<HostProcess> listeners = stack.host().listenersOn(port, stack.service(service).pid());
    assertThat(listeners)
        .as("processes that listen on port %d of %s", port, service)
        .isNotEmpty()
        .allSatisfy(NoRoot::assertIsNotRoot);
    return listeners;
  }

  private static void assertIsNotRoot(HostProcess process) {
    assertThat(process.userIds()).as("user ids of %s", process).isNotEmpty().doesNotContain(0);
    assertThat(process.groupIds()).as("groups of %s", process).isNotEmpty().doesNotContain(0);
  }

  /** Fails if one of the processes can become root by a setuid program of its image. */
  public static void assertNoWayBySetuid(List<HostProcess> processes) {
    for (HostProcess process : processes) {
      assertThat(process.gainsFromSetuid())
          .as("whether a setuid program gives %s more rights", process)
          .isFalse();
    }
  }

  /** Fails if one of the processes can become root, or can get a capability again. */
  static void assertNoWayTo(List<HostProcess> processes) {
    assertNoWayBySetuid(processes);
    for (HostProcess process : processes) {
      assertThat(process.boundingCapabilities())
          .as("capabilities of %s that it could get again, as a mask", process)
          .isZero();
    }
  }
}
