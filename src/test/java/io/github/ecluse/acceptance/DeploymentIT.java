package io.github.ecluse.acceptance;

import static io.github.ecluse.stack.Stack.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.HostAddresses;
import io.github.ecluse.stack.HostProcesses;
import io.github.ecluse.stack.Stack;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployment: containers, networks, settings, ports, restarts and stops. */
@AcceptanceTest
@Order(4)
class DeploymentIT {
  /** What Docker grants before it kills; a service that needs it all does not obey SIGTERM. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private static HostProcesses host;

  @BeforeAll
  static void lookAtTheHost() {
    Engine.local();
    host = new HostProcesses();
  }

  @AfterAll
  static void lookAway() {
    host.close();
  }

  @Test
  @Order(1)
  void everyServiceIsUpHealthyAndRecent(Stack stack) {
    Release release = stack.deployed();

    assertThat(stack.required())
        .as("containers of the stack")
        .extracting(ServiceContainer::service)
        .containsExactlyInAnyOrderElementsOf(SERVICES);
    assertThat(stack.required())
        .as("containers of the stack")
        .allMatch(ServiceContainer::isHealthy, "healthy")
        .allMatch(container -> container.createdAt().isAfter(release.startedAt()), "recent");
  }

  @Test
  @Order(2)
  void theApplicationIsOnBothNetworksAndTheOthersOnTheBackOne(Stack stack) {
    stack.deployed();

    assertThat(stack.service("app").addresses())
        .containsOnlyKeys(stack.networkName("secure_back"), stack.networkName("secure_front"));
    assertThat(stack.service("registry").addresses())
        .containsOnlyKeys(stack.networkName("secure_back"));
    assertThat(stack.service("db").addresses()).containsOnlyKeys(stack.networkName("secure_back"));
  }

  @Test
  @Order(3)
  void theApplicationHasTheDocumentsCredentials(Stack stack) {
    stack.deployed();

    assertThat(stack.service("app").environment())
        .containsEntry("DB_HOST", "db")
        .containsEntry("DB_USER", "appuser")
        .containsEntry("DB_PASS", "apppass")
        .containsEntry("DB_NAME", "appdb");
  }

  @Test
  @Order(4)
  void noOtherAddressOfTheHostReachesAPublishedPort(Stack stack) {
    stack.deployed();
    Set<Integer> ports = portsOnTheHost(stack);
    assertThat(ports)
        .as("ports that the stack publishes")
        .contains(stack.registry().uri().getPort(), stack.appUrl().getPort());

    for (int port : ports) {
      assertThat(HostAddresses.answering(port))
          .as("addresses of the host that answer on port %d", port)
          .isNotEmpty()
          .allMatch(InetAddress::isLoopbackAddress, "loopback");
    }
  }

  private static Set<Integer> portsOnTheHost(Stack stack) {
    return stack.services().stream()
        .flatMap(service -> service.published().stream())
        .map(PublishedPort::hostPort)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Order(5)
  void aServiceStopsByItselfWhenAsked(Stack stack) {
    stack.deployed();

    for (String service : List.of("app", "db", "registry")) {
      Instant asked = Instant.now();
      stack.command("docker", "compose", "stop", service).orThrow();

      assertThat(Duration.between(asked, Instant.now()))
          .as("time that %s took to stop", service)
          .isLessThan(STOP_LIMIT);
      assertThat(stack.service(service).exitCode())
          .as("exit code of %s; 137 means killed", service)
          .isNotEqualTo(137);
    }
    stack.bringUp();
  }

  /**
   * Killed it ends with an error; asked by SIGTERM, in good order, which is no reason to stay away.
   */
  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  @Order(6)
  void aServiceThatEndsByItselfIsStartedAgain(String signal, Stack stack) {
    stack.deployed();
    stack.awaitWell(SERVICES);
    List<ServiceContainer> before = stack.required();

    before.forEach(service -> host.signal(signal, service.pid()));

    await("services restarted by Docker")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(before).allSatisfy(old -> assertRestarted(old, signal, stack)));
    stack.awaitWell(SERVICES);
    assertThat(stack.required())
        .extracting(ServiceContainer::id)
        .containsExactlyInAnyOrderElementsOf(before.stream().map(ServiceContainer::id).toList());
  }

  private static void assertRestarted(ServiceContainer before, String signal, Stack stack) {
    assertThat(stack.service(before.service()).restartCount())
        .as("restarts of %s after its process was ended by SIG%s", before.service(), signal)
        .isGreaterThan(before.restartCount());
  }

  @Test
  @Order(7)
  void aServiceThatHangsIsNoticed(Stack stack) {
    stack.deployed();
    stack.awaitWell(SERVICES);

    List<Long> pids = stack.required().stream().map(ServiceContainer::pid).toList();
    Duration limit = limitToNotice(stack);
    pids.forEach(pid -> host.signalAll("STOP", pid));
    try {
      await("every service is unhealthy")
          .atMost(limit)
          .untilAsserted(
              () ->
                  assertThat(stack.required())
                      .as("health of services whose processes are stopped")
                      .allMatch(container -> container.health().equals("unhealthy")));
    } finally {
      pids.forEach(pid -> host.signalAll("CONT", pid));
    }
    stack.awaitWell(SERVICES);
  }

  /** As long as the slowest health check may take by its own numbers, and some room. */
  private static Duration limitToNotice(Stack stack) {
    Duration slowest =
        stack.required().stream()
            .map(ServiceContainer::healthLimit)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return slowest.plusSeconds(15);
  }

  @Test
  @Order(8)
  void theImageCarriesNoPackageListsAndNoCaches(Stack stack) {
    stack.deployed();

    assertThat(stack.layersAboveTheBase())
        .as("layers above the base image")
        .allMatch(layer -> layer.leftOver().isEmpty(), "nothing of apt and pip is left over");
  }

  @Test
  @Order(9)
  void theLayersAboveTheBaseKeepTheirBudget(Stack stack) {
    stack.deployed();

    LayerBudget.assertKept(stack.layersAboveTheBase());
  }

  /** Whoever may pull the image can read how it was built. */
  @Test
  @Order(10)
  void theImageNamesNoPassword(Stack stack) {
    stack.deployed();
    String image = stack.service("app").imageId();

    assertThat(
            stack.command("docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image))
        .as("steps of the build, as docker history shows them")
        .extracting(history -> history.orThrow().stdout(), STRING)
        .isNotBlank()
        .doesNotContain(stack.service("app").environment().get("DB_PASS"));
  }
}
