package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.HostProcess;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  /** Debian's, none of which runs what its user names; each is in every base image. */
  private static final Set<String> SETUID_PROGRAMS =
      Set.of("su", "mount", "umount", "newgrp", "chsh", "chfn", "gpasswd", "passwd", "unix_chkpwd");

  private static final String CONTROL_FILE = "/etc/passwd";

  /** What find is to print: everybody writes to the folders that are left out. */
  private static final String WRITABLE =
      "( -path /tmp -o -path /var/tmp -o -path /run ) -prune -o"
          + " ( ! -type l -writable -o -path "
          + CONTROL_FILE
          + " ) -print";

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

    assertThat(writableFor(user, stack))
        .as(
            "files of the image that the web server's user can write; %s is the control",
            CONTROL_FILE)
        .isEqualTo(CONTROL_FILE);
  }

  private static String writableFor(String user, Stack stack) {
    String find =
        "docker compose exec -T --user %s app find . / -xdev %s".formatted(user, WRITABLE);
    return stack.compose().command(find.split(" ")).stdout().strip();
  }

  /** Who takes over the web server would use it; that privileges are withheld may change. */
  @Test
  @Order(5)
  @Claim("least-privilege")
  void theImageHasNoSetuidProgramOfItsOwn(Stack stack) {
    List<String> programs =
        stack
            .engine()
            .exec(stack.application().id(), "find", "/", "-xdev", "-type", "f", "-perm", "-4000")
            .stdout()
            .lines()
            .map(program -> Path.of(program).getFileName().toString())
            .toList();

    assertThat(programs).as("setuid programs, the control").contains("su");
    assertThat(programs)
        .as("setuid programs of the app's image, beside those of every base image")
        .isSubsetOf(SETUID_PROGRAMS);
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
