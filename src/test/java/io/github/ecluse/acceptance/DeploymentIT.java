package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.Ipv6Networks;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The deployment: containers, networks, settings and ports. */
@AcceptanceTest
@ReadOnly
@Order(40)
class DeploymentIT {
  @Test
  @Order(1)
  @Claim("services-healthy")
  void everyServiceIsUpHealthyAndRecent(Stack stack) {
    Release release = stack.ensureReleased();

    assertThat(stack.services().required())
        .as("containers of the stack")
        .extracting(ServiceContainer::service)
        .containsExactlyInAnyOrderElementsOf(stack.workspace().promise().services());
    assertThat(stack.services().required())
        .filteredOn(container -> !container.isHealthy())
        .extracting(container -> container.service() + ": " + container.health())
        .as("services that are not healthy, each with its health; 'none' has no health check")
        .isEmpty();
    assertThat(stack.services().required())
        .filteredOn(container -> isRenewed(container, stack))
        .filteredOn(container -> container.createdAt().isBefore(release.startedAt()))
        .extracting(ServiceContainer::service)
        .as("services whose container is older than the deployment")
        .isEmpty();
  }

  /**
   * The document's script takes all services down; another one may replace the application only.
   */
  static boolean isRenewed(ServiceContainer container, Stack stack) {
    return Inside.isClaimed("pipeline-output", stack)
        || container.service().equals(stack.workspace().promise().application());
  }

  @Test
  @Order(2)
  @Claim("two-networks")
  void theApplicationIsOnBothNetworksAndNothingElseOnTheFrontOne(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.application().addresses())
        .containsOnlyKeys(
            stack.compose().network("secure_back"), stack.compose().network("secure_front"));
    assertThat(stack.database().addresses())
        .containsOnlyKeys(stack.compose().network("secure_back"));
    assertThat(stack.service(stack.workspace().promise().registry()).addresses())
        .isNotEmpty()
        .doesNotContainKey(stack.compose().network("secure_front"));
  }

  @Test
  @Order(3)
  @Claim("database-settings")
  void theApplicationHasTheDocumentsCredentials(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.application().environment())
        .containsEntry("DB_HOST", stack.workspace().promise().databaseService().orElseThrow())
        .containsEntry("DB_USER", "appuser")
        .containsEntry("DB_PASS", "apppass")
        .containsEntry("DB_NAME", "appdb");
  }

  /** Where it is made one text, a blank tears a word apart, and a star names files. */
  @Test
  @Order(6)
  @Claim("command-as-given")
  void theEntryPointStartsTheCommandAsItIsGiven(Stack stack) {
    stack.ensureReleased();
    List<String> words = List.of("two words", "*", "", "$HOME", "it's", "\"quoted\"", "a\\nb");
    String[] run = {"docker", "compose", "run", "--rm", "--no-deps", "-T"};
    String[] command = {
      stack.workspace().promise().application(), "sh", "-c", "printf '<%s>' \"$@\"; exit 7", "sh"
    };

    CommandResult result =
        stack
            .compose()
            .command(
                Stream.of(Stream.of(run), Stream.of(command), words.stream())
                    .flatMap(some -> some)
                    .toArray(String[]::new));

    assertThat(result.stdout())
        .as("words of a command that the application's container starts: %s", result)
        .endsWith(words.stream().map("<%s>"::formatted).collect(Collectors.joining()));
    assertThat(result.exitCode()).as("exit code of that command: %s", result).isEqualTo(7);
  }

  /** Whoever takes over a service has what is in its environment. */
  @Test
  @Order(5)
  @Claim("database-credentials")
  void whatCanNotReachTheDatabaseHasNoPasswordOfIt(Stack stack) {
    stack.ensureReleased();
    String password = Database.password(stack);
    Set<String> networks = stack.database().addresses().keySet();

    assertThat(stack.services().all())
        .filteredOn(service -> !service.addresses().isEmpty())
        .filteredOn(service -> Collections.disjoint(service.addresses().keySet(), networks))
        .filteredOn(service -> hasIt(password, service))
        .extracting(ServiceContainer::service)
        .as("services without a network of the database: those of them that have its password")
        .isEmpty();
  }

  /** As a variable, or in an address: {@code mysql://user:password@db/name}. */
  private static boolean hasIt(String password, ServiceContainer service) {
    return service.environment().values().stream()
        .anyMatch(value -> value.equals(password) || value.contains(":" + password + "@"));
  }

  @Test
  @Order(4)
  @Claim("loopback-only")
  void noOtherAddressOfTheHostReachesAPublishedPort(Stack stack) {
    stack.ensureReleased();
    Map<Integer, Set<String>> ports = portsOnTheHost(stack);
    assertThat(ports.keySet())
        .as("ports that the stack publishes")
        .contains(stack.registry().uri().getPort(), stack.appUrl().getPort());

    assertThat(HostAddresses.all().filter(address -> !address.isLoopbackAddress()))
        .as("addresses of the host beyond loopback, the control")
        .hasAtLeastOneElementOfType(Inet4Address.class)
        .matches(
            beyond ->
                !Ipv6Networks.areGivenTo(stack.workspace().promise())
                    || beyond.stream().anyMatch(Inet6Address.class::isInstance),
            "with IPv6, as the stack's networks have it");
    ports.forEach(
        (port, addresses) ->
            assertThat(HostAddresses.answering(port, addresses))
                .as("addresses of the host that answer on port %d", port)
                .isNotEmpty()
                .allMatch(InetAddress::isLoopbackAddress, "loopback"));
  }

  /** Returns the ports with the addresses that they are bound to. */
  private static Map<Integer, Set<String>> portsOnTheHost(Stack stack) {
    return stack.services().all().stream()
        .flatMap(service -> service.published().stream())
        .collect(
            Collectors.groupingBy(
                PublishedPort::hostPort,
                TreeMap::new,
                Collectors.mapping(PublishedPort::hostAddress, Collectors.toSet())));
  }
}
