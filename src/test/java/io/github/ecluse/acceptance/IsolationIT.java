package io.github.ecluse.acceptance;

import static io.github.ecluse.workspace.Workspace.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.containers.HostProcess;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The isolation: who takes over a service has no more of the host than the service needs. */
@AcceptanceTest
@Order(7)
class IsolationIT {
  /** Without a limit, cgroup v1 names a little less than 2^63 (Linux, page_counter.h). */
  private static final long UNLIMITED = 1L << 60;

  private static final int REGISTRY_PORT = 5000;

  private static final Map<String, Integer> PORTS =
      Map.of("registry", REGISTRY_PORT, "db", 3306, "app", 8080);

  private static final String CONTROL = "db 3306";

  /** Tries each "HOST PORT" that follows, all at the same time, and prints those that answer. */
  private static final String CONNECT =
      "for t; do set -- $t; (timeout 2 bash -c \"</dev/tcp/$1/$2\" 2>/dev/null && echo $1 $2) &"
          + " done; wait";

  /** Folders of the host that show, or let change, what is another's. */
  private static final Set<String> HOST_FOLDERS =
      Set.of("/", "/proc", "/sys", "/dev", "/etc", "/root", "/home", "/boot", "/var", "/run");

  /** Debian's, none of which runs what its user names; each is in every base image. */
  private static final Set<String> SETUID_PROGRAMS =
      Set.of("su", "mount", "umount", "newgrp", "chsh", "chfn", "gpasswd", "passwd", "unix_chkpwd");

  private static final String CONTROL_FILE = "/etc/passwd";

  private static final String NO_CAPABILITY = "0000000000000000";

  /** What Docker gives a container by default (docs.docker.com, Runtime privilege). */
  private static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  /** For the rule that drops ping (capabilities(7): CAP_NET_ADMIN is number 12). */
  private static final long NET_ADMIN = 1L << 12;

  /** Who reaches it is root on the host. */
  private static final Path ENGINE_SOCKET = Path.of("/var/run/docker.sock");

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  @Test
  @Order(1)
  void theWebServerAndItsWorkersHaveNoRootAndNoCapability(Stack stack) {
    List<HostProcess> listeners = stack.host().listenersOn(8080, stack.service("app").pid());

    assertThat(listeners).as("processes that listen on port 8080 of the app").isNotEmpty();
    assertThat(listeners)
        .allSatisfy(
            process -> {
              assertThat(process.userIds()).as("user ids of %s", process).doesNotContain(0);
              assertThat(process.groupIds()).as("groups of %s", process).doesNotContain(0);
              assertThat(process.gainsFromSetuid())
                  .as("whether a setuid program gives %s more rights", process)
                  .isFalse();
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

    for (ServiceContainer service : stack.services().required()) {
      assertThat(service.mounts())
          .as(
              "folders and files of the host in %s, none of which leads to %s",
              service.service(), socket)
          .noneMatch(mount -> socket.startsWith(mount) || ENGINE_SOCKET.startsWith(mount));
      assertThat(service.mounts())
          .as(
              "folders of the host in %s: of its kernel, its settings or its users",
              service.service())
          .noneMatch(HOST_FOLDERS::contains);
    }
  }

  /** Who takes over the application could write any version there, and fill the disk. */
  @Test
  @Order(4)
  void theApplicationDoesNotReachTheRegistry(Stack stack) {
    ServiceContainer registry = stack.service("registry");
    String port = Integer.toString(stack.registry().uri().getPort());
    Stream<String> itself =
        Stream.of(
                Stream.of("registry"),
                registry.addresses().values().stream(),
                registry.ipv6Addresses().values().stream())
            .flatMap(hosts -> hosts)
            .filter(host -> !host.isEmpty())
            .map(host -> host + " " + REGISTRY_PORT);
    // Not those of other networks: one that is removed meanwhile is no address of this host any
    // more.
    Stream<String> published =
        Stream.of(stack.service("app"), registry)
            .flatMap(service -> service.addresses().keySet().stream())
            .flatMap(network -> stack.engine().networks().gateways(network).stream())
            .map(gateway -> gateway + " " + port);

    List<String> targets =
        Stream.of(Stream.of(CONTROL), itself, published).flatMap(hosts -> hosts).toList();
    List<String> reached =
        await("TCP from the application to db, the control")
            .until(() -> reachedByTheApplication(targets, stack), hosts -> hosts.contains(CONTROL));
    assertThat(reached)
        .as("addresses of the registry that the application reaches; db is the control")
        .containsExactly(CONTROL);
  }

  private static List<String> reachedByTheApplication(List<String> targets, Stack stack) {
    Stream<String> words =
        Stream.concat(Stream.of("bash", "-c", CONNECT, "connect"), targets.stream());
    return stack
        .engine()
        .exec(stack.service("app").id(), words.toArray(String[]::new))
        .stdout()
        .lines()
        .toList();
  }

  @Test
  @Order(5)
  void theWebServerCanNotWriteItsOwnCode(Stack stack) {
    HostProcess server = stack.host().listenersOn(8080, stack.service("app").pid()).get(0);
    String user = "%d:%d".formatted(server.userIds().get(0), server.groupIds().get(0));

    assertThat(
            stack
                .compose()
                .command(
                    "docker",
                    "compose",
                    "exec",
                    "-T",
                    "--user",
                    user,
                    "app",
                    "find",
                    ".",
                    "/",
                    "-xdev",
                    "(",
                    "-path",
                    "/tmp",
                    "-o",
                    "-path",
                    "/var/tmp",
                    "-o",
                    "-path",
                    "/run",
                    ")",
                    "-prune",
                    "-o",
                    "(",
                    "!",
                    "-type",
                    "l",
                    "-writable",
                    "-o",
                    "-path",
                    CONTROL_FILE,
                    ")",
                    "-print"))
        .as(
            "files of the image that the web server's user can write; %s is the control",
            CONTROL_FILE)
        .extracting(found -> found.stdout().strip(), STRING)
        .isEqualTo(CONTROL_FILE);
  }

  /** Who takes over the web server would use it; that privileges are withheld may change. */
  @Test
  @Order(9)
  void theImageHasNoSetuidProgramOfItsOwn(Stack stack) {
    List<String> programs =
        stack
            .engine()
            .exec(stack.service("app").id(), "find", "/", "-xdev", "-type", "f", "-perm", "-4000")
            .stdout()
            .lines()
            .map(program -> Path.of(program).getFileName().toString())
            .toList();

    assertThat(programs).as("setuid programs, the control").contains("su");
    assertThat(programs)
        .as("setuid programs of the app's image, beside those of every base image")
        .isSubsetOf(SETUID_PROGRAMS);
  }

  /** One service that runs wild takes neither the machine nor its disk from the others. */
  @Test
  @Order(6)
  void everyServiceHasItsLimits(Stack stack) {
    for (ServiceContainer service : stack.services().required()) {
      assertThat(limit(service, "pids", "pids.max", stack))
          .as("limit of processes of %s", service.service())
          .isLessThan(UNLIMITED);
      assertThat(limit(service, "memory", "memory.limit_in_bytes", stack))
          .as("limit of memory of %s, in bytes", service.service())
          .isLessThan(UNLIMITED);
      assertThat(stack.engine().exec(service.id(), "touch", "/usr/bin/written").succeeded())
          .as("whether root in %s can write its own programs", service.service())
          .isFalse();
    }
  }

  @Test
  @Order(7)
  void noServiceListensOnAnotherPort(Stack stack) {
    for (ServiceContainer service : stack.services().required()) {
      assertThat(stack.host().openPorts(service.pid()))
          .as("ports on which %s listens for others", service.service())
          .containsExactly(PORTS.get(service.service()));
    }
  }

  /** Without the engine's filter, a container may make calls to the kernel that break out of it. */
  @Test
  @Order(8)
  void theKernelFiltersTheCallsOfEveryServiceAsOfAnyContainer(Stack stack) {
    String control = filterOfCalls(stack.probes().on("secure_back").file("/proc/self/status"));

    for (ServiceContainer service : stack.services().required()) {
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

  /** What the kernel holds a container to, of cgroup v2 or v1 (cgroups(7)). */
  private static long limit(ServiceContainer service, String group, String file, Stack stack) {
    String paths = "/sys/fs/cgroup/%1$s.max /sys/fs/cgroup/%1$s/%2$s".formatted(group, file);
    String limit = stack.engine().exec(service.id(), "sh", "-c", "cat " + paths).stdout().strip();
    return limit.equals("max") ? Long.MAX_VALUE : Long.parseLong(limit);
  }
}
