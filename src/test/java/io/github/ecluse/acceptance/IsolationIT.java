package io.github.ecluse.acceptance;

import static io.github.ecluse.stack.Stack.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.HostProcesses.Status;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The isolation: who takes over a service has no more of the host than the service needs. */
@AcceptanceTest
@Order(7)
class IsolationIT {
  private static final String NO_CAPABILITY = "0000000000000000";

  /** What Docker gives a container by default (docs.docker.com, Runtime privilege). */
  private static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  /** For the rule that drops ping (capabilities(7): CAP_NET_ADMIN is number 12). */
  private static final long NET_ADMIN = 1L << 12;

  /** Who reaches it is root on the host. */
  private static final Path ENGINE_SOCKET = Path.of("/var/run/docker.sock");

  @BeforeEach
  void deploy(Stack stack) {
    stack.deployedAndWell();
  }

  @Test
  @Order(1)
  void theWebServerAndItsWorkersHaveNoRootAndNoCapability(Stack stack) {
    List<Status> listeners = stack.host().listenersOn(8080, stack.service("app").pid());

    assertThat(listeners).as("processes that listen on port 8080 of the app").isNotEmpty();
    assertThat(listeners)
        .allSatisfy(
            process -> {
              assertThat(process.userIds()).as("user ids of %s", process).doesNotContain(0);
              assertThat(process.capabilities())
                  .as("capabilities of %s", process)
                  .containsOnly(NO_CAPABILITY);
            });
  }

  @Test
  @Order(2)
  void rootInAServiceHasNoCapabilityBeyondItsNeeds(Stack stack) {
    for (String service : SERVICES) {
      long allowed = DEFAULT_CAPABILITIES | (service.equals("app") ? NET_ADMIN : 0);

      assertThat(Long.toHexString(capabilities(service, stack) & ~allowed))
          .as("capabilities that root in %s has beyond its needs, as a mask", service)
          .isEqualTo("0");
    }
  }

  private static long capabilities(String service, Stack stack) {
    String bounding =
        stack
            .engine()
            .exec(stack.service(service).id(), "cat", "/proc/self/status")
            .orThrow()
            .stdout()
            .replaceAll("(?s).*CapBnd:\\s*([0-9a-f]+).*", "$1");
    return Long.parseUnsignedLong(bounding, 16);
  }

  @Test
  @Order(3)
  void noServiceReachesTheEngine(Stack stack) throws IOException {
    Path socket = ENGINE_SOCKET.toRealPath();

    for (ServiceContainer service : stack.required()) {
      assertThat(service.mounts())
          .as(
              "folders and files of the host in %s, none of which leads to %s",
              service.service(), socket)
          .noneMatch(mount -> socket.startsWith(mount) || ENGINE_SOCKET.startsWith(mount));
    }
  }
}
