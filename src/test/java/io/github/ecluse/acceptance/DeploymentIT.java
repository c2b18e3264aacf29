package io.github.ecluse.acceptance;

import static io.github.ecluse.workspace.Workspace.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.flask.ImageLayers;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployment: containers, networks, settings, ports and the image. */
@AcceptanceTest
@Order(4)
class DeploymentIT {
  /** Prints the files that hold its argument, of the container and of this process. */
  private static final String FILES_THAT_SAY =
      "grep -rlsF --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev -- \"$0\" /; "
          + "grep -lsF -- \"$0\" /proc/self/environ";

  @Test
  @Order(1)
  void everyServiceIsUpHealthyAndRecent(Stack stack) {
    Release release = stack.ensureReleased();

    assertThat(stack.services().required())
        .as("containers of the stack")
        .extracting(ServiceContainer::service)
        .containsExactlyInAnyOrderElementsOf(SERVICES);
    assertThat(stack.services().required())
        .filteredOn(container -> !container.isHealthy())
        .extracting(ServiceContainer::service)
        .as("services that are not healthy")
        .isEmpty();
    assertThat(stack.services().required())
        .filteredOn(container -> container.createdAt().isBefore(release.startedAt()))
        .extracting(ServiceContainer::service)
        .as("services whose container is older than the deployment")
        .isEmpty();
  }

  @Test
  @Order(2)
  void theApplicationIsOnBothNetworksAndNothingElseOnTheFrontOne(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.service("app").addresses())
        .containsOnlyKeys(
            stack.compose().network("secure_back"), stack.compose().network("secure_front"));
    assertThat(stack.service("db").addresses())
        .containsOnlyKeys(stack.compose().network("secure_back"));
    assertThat(stack.service("registry").addresses())
        .isNotEmpty()
        .doesNotContainKey(stack.compose().network("secure_front"));
  }

  @Test
  @Order(3)
  void theApplicationHasTheDocumentsCredentials(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.service("app").environment())
        .containsEntry("DB_HOST", "db")
        .containsEntry("DB_USER", "appuser")
        .containsEntry("DB_PASS", "apppass")
        .containsEntry("DB_NAME", "appdb");
  }

  @Test
  @Order(4)
  void noOtherAddressOfTheHostReachesAPublishedPort(Stack stack) {
    stack.ensureReleased();
    Set<Integer> ports = portsOnTheHost(stack);
    assertThat(ports)
        .as("ports that the stack publishes")
        .contains(stack.registry().uri().getPort(), stack.appUrl().getPort());

    assertThat(HostAddresses.all().filter(address -> !address.isLoopbackAddress()))
        .as("addresses of the host beyond loopback, the control")
        .hasAtLeastOneElementOfType(Inet4Address.class)
        .matches(
            beyond ->
                !HostAddresses.haveIpv6()
                    || beyond.stream().anyMatch(Inet6Address.class::isInstance),
            "with IPv6, as the stack's networks have it");
    for (int port : ports) {
      assertThat(HostAddresses.answering(port))
          .as("addresses of the host that answer on port %d", port)
          .isNotEmpty()
          .allMatch(InetAddress::isLoopbackAddress, "loopback");
    }
  }

  private static Set<Integer> portsOnTheHost(Stack stack) {
    return stack.services().all().stream()
        .flatMap(service -> service.published().stream())
        .map(PublishedPort::hostPort)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Order(5)
  void theImageCarriesNoPackageListsAndNoCaches(Stack stack) {
    stack.ensureReleased();

    assertThat(ImageLayers.aboveTheBase(stack))
        .as("layers above the base image")
        .allMatch(layer -> layer.leftOver().isEmpty(), "nothing of apt and pip is left over");
  }

  @Test
  @Order(6)
  void theLayersAboveTheBaseKeepTheirBudget(Stack stack) {
    stack.ensureReleased();

    LayerBudget.assertKept(ImageLayers.aboveTheBase(stack));
  }

  /**
   * A checkout with umask 077 has files that only their owner may read, and the server is another.
   */
  @Test
  @Order(7)
  void theModesOfTheCheckoutChangeNothingInTheImage(@TempDir Path folder, Stack stack) {
    stack.ensureReleased();
    Path app = stack.workspace().directory().resolve("app");
    Path closed = new StackDirectory(app).copyTo(folder.resolve("app")).path();
    stack.compose().command("chmod", "-R", "go=", closed.toString()).orThrow();

    assertThat(built(closed, stack))
        .as("image of the same files, readable for their owner only")
        .isEqualTo(built(app, stack));
  }

  private static String built(Path app, Stack stack) {
    String label = stack.workspace().imageLabel();
    return stack
        .compose()
        .command("docker", "build", "-q", "--provenance=false", "--label", label, app.toString())
        .orThrow()
        .stdout();
  }

  /** Whoever may pull the image can read how it was built. */
  @Test
  @Order(8)
  void theImageNamesNoPassword(Stack stack) {
    stack.ensureReleased();
    String image = stack.service("app").imageId();

    assertThat(
            stack
                .compose()
                .command("docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image))
        .as("steps of the build, as docker history shows them")
        .extracting(history -> history.orThrow().stdout(), STRING)
        .isNotBlank()
        .doesNotContain(stack.service("app").environment().get("DB_PASS"));
    assertThat(ImageLayers.stepsThatSay("ustar", stack))
        .as("steps whose layers are read: each archive says so in its head, the control")
        .isNotEmpty();
    assertThat(ImageLayers.stepsThatSay(stack.service("app").environment().get("DB_PASS"), stack))
        .as("steps whose layers hold the password, also where a later one removes it")
        .isEmpty();
  }

  /** Whoever pulls the image, reads a log or takes over another program of the container. */
  @Test
  @Order(9)
  void thePasswordIsInNoFileAndNoLog(Stack stack) {
    stack.ensureReleased();
    ServiceContainer app = stack.service("app");
    String password = app.environment().get("DB_PASS");

    assertThat(stack.engine().exec(app.id(), "sh", "-c", FILES_THAT_SAY, password).stdout().lines())
        .as("files of the app that hold the password; /proc/self/environ is the control")
        .containsExactly("/proc/self/environ");
    assertThat(stack.compose().command("docker", "compose", "logs", "app").orThrow().stdout())
        .as("log of the app")
        .doesNotContain(password);
  }

  /** The base image may carry packages that another one does not have. */
  @Test
  @Order(10)
  void theRequirementsNameEveryPackageThatTheApplicationImports(Stack stack) throws IOException {
    stack.ensureReleased();

    String words =
        stack
            .engine()
            .exec(stack.service("app").id(), "python", "-c", unnamedPackages())
            .orThrow()
            .stdout()
            .strip();

    assertThat(words)
        .as("how many packages the app imports, and those that requirements.txt does not name")
        .matches("[1-9]\\d*");
  }

  private static String unnamedPackages() throws IOException {
    try (InputStream program =
        DeploymentIT.class.getResourceAsStream("/acceptance/unnamed-packages.py")) {
      return new String(program.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
