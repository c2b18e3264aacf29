package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ContainerFiles;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.database.Database;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.stack.Stack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The isolation: who takes over a service has no more of the host than the service needs. */
@AcceptanceTest
@ReadOnly
@Order(70)
class IsolationIT {
  /** Folders of the host that show, or let change, what is another's. */
  private static final Set<String> HOST_FOLDERS =
      Set.of("/", "/proc", "/sys", "/dev", "/etc", "/root", "/home", "/boot", "/var", "/run");

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  @Test
  @Order(1)
  @Claim("least-privilege")
  void noServiceReachesTheEngine(Stack stack) {
    Set<Path> sockets = stack.engine().sockets();

    for (ServiceContainer service : stack.services().all()) {
      assertThat(service.mounts())
          .as(
              "folders and files of the host in %s, none of which leads to one of %s",
              service.service(), sockets)
          .noneMatch(mount -> sockets.stream().anyMatch(socket -> socket.startsWith(mount)));
      assertThat(service.mounts())
          .as(
              "folders of the host in %s: of its kernel, its settings or its users",
              service.service())
          .noneMatch(HOST_FOLDERS::contains);
    }
  }

  /** Who takes over the application could write any version there, and fill the disk. */
  @Test
  @Order(2)
  @Claim("registry-private")
  void theApplicationDoesNotReachTheRegistry(Stack stack) {
    ServiceContainer registry = stack.service(stack.workspace().promise().registry());
    int port = registry.published().get(0).containerPort();
    Stream<String> itself =
        Stream.of(
                Stream.of(registry.service()),
                registry.addresses().values().stream(),
                registry.ipv6Addresses().values().stream())
            .flatMap(hosts -> hosts)
            .filter(host -> !host.isEmpty())
            .map(host -> host + " " + port);
    // Not those of other networks: one that is removed meanwhile is no address of this host any
    // more.
    Stream<String> published =
        Stream.of(stack.application(), registry)
            .flatMap(service -> service.addresses().keySet().stream())
            .flatMap(network -> stack.engine().networks().gateways(network).stream())
            .map(gateway -> gateway + " " + stack.registry().uri().getPort());

    String control = "%s %s".formatted(stack.application().hostname(), Inside.port(stack));
    List<String> targets =
        Stream.of(Stream.of(control), itself, published)
            .flatMap(hosts -> hosts)
            .distinct()
            .toList();
    ProbeContainer application = stack.probes().within(stack.application().id());
    assertThat(Ways.standing(() -> reached(targets, control, application)))
        .as("addresses of the registry that the application reaches; the first is the control")
        .containsExactly(control);
  }

  /** No network leads to what a volume shows, and no right beside. */
  @Test
  @Order(5)
  @Claim("least-privilege")
  void theApplicationHasNoFilesOfRegistryAndDatabase(Stack stack) {
    List<String> others =
        stack.services().oneOfEach().stream()
            .filter(service -> !service.service().equals(stack.application().service()))
            .flatMap(service -> folders(service, stack).stream())
            .toList();
    assertThat(others).as("volumes and folders of registry and database, the control").isNotEmpty();
    assertThat(folders(stack.application(), stack))
        .as("volumes and folders of the host in the application")
        .noneMatch(others::contains);
  }

  private static List<String> folders(ServiceContainer service, Stack stack) {
    ContainerFiles files = stack.host().files(service.pid());
    return MountedFolders.in(
        stack
            .compose()
            .command("docker", "inspect", "-f", MountedFolders.FORMAT, service.id())
            .orThrow()
            .stdout(),
        path -> files.has(path + "/."));
  }

  private static List<String> reached(
      List<String> targets, String control, ProbeContainer application) {
    return await("TCP from the application's container to itself, the control")
        .until(() -> application.connected(targets), hosts -> hosts.contains(control));
  }

  /** One service that runs wild takes neither the machine nor its disk from the others. */
  @Test
  @Order(3)
  @Claim("limits")
  void everyServiceHasItsLimits(Stack stack) {
    for (ServiceContainer service : stack.services().oneOfEach()) {
      Limits.assertKeptBy(service, stack);
    }
  }

  /** A log of all queries is one file, which nobody rotates; passwords are in it, too. */
  @Test
  @Order(6)
  @Claim("queries-unlogged")
  void aQueryIsKeptInNoFileOfTheDatabase(Stack stack) throws SQLException {
    String query = Database.askForAWord(stack);

    assertThat(stack.host().files(stack.database().pid()).thatSay(query))
        .as("files of the database that hold a query")
        .isEmpty();
  }

  @Test
  @Order(4)
  @Claim("least-privilege")
  void noServiceListensOnAnotherPort(Stack stack) {
    for (ServiceContainer service : stack.services().oneOfEach()) {
      assertThat(stack.host().openPorts(service.pid()))
          .as("ports on which %s listens for others", service.service())
          .isNotEmpty()
          .isSubsetOf(Inside.ports(service.service(), stack));
    }
  }
}
