package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.HostProcess;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The privileges: no program of a service may do more than it needs. */
@AcceptanceTest
@Order(75)
class PrivilegesIT {
  private static final String NO_CAPABILITY = "0000000000000000";

  /** What Docker gives a container by default (docs.docker.com, Runtime privilege). */
  private static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  /** For the rule that drops ping (capabilities(7): CAP_NET_ADMIN is number 12). */
  private static final long NET_ADMIN = 1L << 12;

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  @Test
  @Order(1)
  @Claim("server-without-root")
  void theWebServerAndItsWorkersHaveNoRootAndNoCapability(Stack stack) {
    assertThat(NoRoot.assertOnPort8080Of("app", stack))
        .allSatisfy(
            process ->
                assertThat(process.capabilities())
                    .as("capabilities of %s", process)
                    .containsOnly(NO_CAPABILITY));
  }

  @Test
  @Order(2)
  @Claim("least-privilege")
  void rootInAServiceHasNoCapabilityBeyondItsNeeds(Stack stack) {
    for (String service : stack.workspace().promise().services()) {
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
  @Claim("limits")
  void theWebServerCanNotWriteItsOwnCode(Stack stack) {
    HostProcess server = stack.host().listenersOn(8080, stack.application().pid()).get(0);
    String user = "%d:%d".formatted(server.userIds().get(0), server.groupIds().get(0));

    assertThat(foundAs(user, stack, "-readable"))
        .as("files in its folder that the web server's user can read, the control")
        .isNotBlank();
    assertThat(foundAs(user, stack, "-writable"))
        .as("files in its folder that the web server's user can write")
        .isBlank();
  }

  private static String foundAs(String user, Stack stack, String condition) {
    return stack
        .compose()
        .command("docker", "compose", "exec", "-T", "--user", user, "app", "find", ".", condition)
        .orThrow()
        .stdout();
  }

  /** Without the engine's filter, a container may make calls to the kernel that break out of it. */
  @Test
  @Order(4)
  @Claim("least-privilege")
  void theKernelFiltersTheCallsOfEveryServiceAsOfAnyContainer(Stack stack) {
    String control = filterOfCalls(stack.probes().on("secure_back").file("/proc/self/status"));
    assertThat(control).as("filter of a container without settings").matches("[0-2]");

    for (ServiceContainer service : stack.services().oneOfEach()) {
      String status = stack.engine().exec(service.id(), "cat", "/proc/self/status").stdout();
      assertThat(filterOfCalls(status))
          .as(
              "filter of system calls of %s, as a container without settings has it",
              service.service())
          .isEqualTo(control);
    }
  }

  /** Returns the mode of seccomp: 0 for none, 2 for a filter (proc(5)). */
  private static String filterOfCalls(String status) {
    return status.replaceAll("(?s).*\\nSeccomp:\\s*(\\d).*", "$1");
  }
}
