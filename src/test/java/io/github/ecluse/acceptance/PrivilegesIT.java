package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ContainerFiles;
import io.github.ecluse.containers.HostProcess;
import io.github.ecluse.containers.KernelGuard;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The privileges: no program of a service may do more than it needs. */
@AcceptanceTest
@ReadOnly
@Order(75)
class PrivilegesIT {
  private static final String NO_WAY_TO_ROOT = "no-way-to-root";
  private static final String NO_CAPABILITY = "0000000000000000";

  /** What Docker gives a container by default (docs.docker.com, Runtime privilege). */
  private static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  /** For the rule that drops ping (capabilities(7): CAP_NET_ADMIN is number 12). */
  private static final long NET_ADMIN = 1L << 12;

  /** The bit of a mode by which a program runs with the rights of its owner (inode(7)). */
  private static final int SETUID = 04000;

  /** Debian's, none of which runs what its user names; each is in every base image. */
  private static final Set<String> SETUID_PROGRAMS =
      Set.of("su", "mount", "umount", "newgrp", "chsh", "chfn", "gpasswd", "passwd", "unix_chkpwd");

  /** A user's home, and the settings that useradd puts there. */
  private static final String HOME = "/home/[^/]+(/\\.[^/]+)?";

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  @Test
  @Order(1)
  @Claim("server-without-root")
  void theWebServerAndItsWorkersHaveNoRootAndNoCapability(Stack stack) {
    List<HostProcess> servers = webServers(stack);

    assertThat(servers)
        .allSatisfy(
            process ->
                assertThat(process.capabilities())
                    .as("capabilities of %s", process)
                    .containsOnly(NO_CAPABILITY));
    if (Inside.isClaimed(NO_WAY_TO_ROOT, stack)) {
      NoRoot.assertNoWayTo(servers);
    }
  }

  /** What is root no more may become it again by a setuid program of its image. */
  @Test
  @Order(6)
  @Claim(NO_WAY_TO_ROOT)
  void theWebServerAndItsWorkersCanNotBecomeRoot(Stack stack) {
    NoRoot.assertNoWayTo(webServers(stack));
  }

  private static List<HostProcess> webServers(Stack stack) {
    return NoRoot.assertOn(Inside.port(stack), stack.workspace().promise().application(), stack);
  }

  @Test
  @Order(2)
  @Claim("least-privilege")
  void rootInAServiceHasNoCapabilityBeyondItsNeeds(Stack stack) {
    for (ServiceContainer service : stack.services().running()) {
      long allowed = DEFAULT_CAPABILITIES | (mayFilterPackets(service, stack) ? NET_ADMIN : 0);

      assertThat(Long.toHexString(capabilities(service, stack) & ~allowed))
          .as("capabilities that root in %s has beyond its needs, as a mask", service.service())
          .isEqualTo("0");
    }
  }

  private static boolean mayFilterPackets(ServiceContainer container, Stack stack) {
    return container.service().equals(stack.workspace().promise().application())
        && Inside.isClaimed("ping-blocked", stack);
  }

  /** Asks a program that root starts there; without one, the first process is what there is. */
  private static long capabilities(ServiceContainer container, Stack stack) {
    CommandResult asked =
        stack
            .compose()
            .command("docker", "exec", "-u", "0", container.id(), "cat", "/proc/self/status");
    return asked.succeeded()
        ? HostProcess.of(0, asked.stdout()).boundingCapabilities()
        : stack.host().process(container.pid()).boundingCapabilities();
  }

  @Test
  @Order(3)
  @Claim("limits")
  void theWebServerCanNotWriteItsOwnCode(Stack stack) {
    ServiceContainer application = stack.application();
    HostProcess server = stack.host().listenersOn(Inside.port(stack), application.pid()).get(0);
    ContainerFiles files = stack.host().files(application.pid());

    assertThat(files.writableBy(0, 0)).as("what root can write, the control").isNotEmpty();
    assertThat(files.writableBy(server.userIds().get(0), server.groupIds().get(0)))
        .as("files of the image that the web server's user can write, beside a home without code")
        .allMatch(path -> path.matches(HOME));
  }

  /** Who takes over the web server would use it; that privileges are withheld may change. */
  @Test
  @Order(5)
  @Claim("least-privilege")
  void theImageHasNoSetuidProgramOfItsOwn(Stack stack) {
    ContainerFiles files = stack.host().files(stack.application().pid());

    assertThat(files.programs(0)).as("programs of the app's image, the control").isNotEmpty();
    assertThat(files.programs(SETUID))
        .as("setuid programs of the app's image, beside those of every base image")
        .isSubsetOf(SETUID_PROGRAMS);
  }

  /** Without the engine's filter, a container may make calls to the kernel that break out of it. */
  @Test
  @Order(4)
  @Claim("least-privilege")
  void theKernelFiltersTheCallsOfEveryServiceAsOfAnyContainer(Stack stack) {
    String control =
        HostProcess.of(
                0,
                stack
                    .probes()
                    .on(Inside.networks(stack).findFirst().orElseThrow())
                    .file("/proc/self/status"))
            .filterOfCalls();
    assertThat(control).as("filter of a container without settings").matches("[0-2]");

    for (ServiceContainer service : stack.services().running()) {
      assertThat(stack.host().process(service.pid()).filterOfCalls())
          .as(
              "filter of system calls of %s, as a container without settings has it",
              service.service())
          .isEqualTo(control);
    }
  }

  /** Without them, root in a service sets what the host's kernel does, or reads its memory. */
  @Test
  @Order(7)
  @Claim("least-privilege")
  void theKernelsFilesAreKeptFromEveryServiceAsFromAnyContainer(Stack stack) {
    Set<KernelGuard> control =
        KernelGuard.in(
            stack
                .probes()
                .on(Inside.networks(stack).findFirst().orElseThrow())
                .file("/proc/self/mounts"));
    assertThat(control)
        .as("files of the kernel that are kept from a container without settings")
        .isNotEmpty();

    for (ServiceContainer service : stack.services().running()) {
      assertThat(KernelGuard.in(stack.host().files(service.pid()).kernelText("mounts")))
          .as(
              "files of the kernel that are kept from %s, as from a container without settings",
              service.service())
          .containsAll(control);
    }
  }
}
