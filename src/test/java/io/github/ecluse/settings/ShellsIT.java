package io.github.ecluse.settings;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Variables that people have in their shells: proxies, builders and platforms. */
@Tag("settings")
@AcceptanceTest
@Order(20)
class ShellsIT {
  private static final String ROLLING = "--rolling";

  /** Nothing listens there. */
  private static final String DEAD_PROXY = "http://127.0.0.1:9";

  static List<Arguments> setAside() {
    return List.of(
        variables("http_proxy", DEAD_PROXY),
        variables("HTTP_PROXY", DEAD_PROXY, "HTTPS_PROXY", DEAD_PROXY, "ALL_PROXY", DEAD_PROXY),
        variables("http_proxy", DEAD_PROXY, "https_proxy", DEAD_PROXY, "no_proxy", "example.org"),
        variables("all_proxy", DEAD_PROXY, "NO_PROXY", "example.org"),
        variables("DOCKER_BUILDKIT", "0"),
        variables("BUILDX_BUILDER", "a-builder-that-nobody-made"),
        variables("CDPATH", "/tmp:/", "COMPOSE_ANSI", "always", "BUILDKIT_PROGRESS", "tty"));
  }

  private static Arguments variables(String... namesAndValues) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variables.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Arguments.of(variables);
  }

  @ParameterizedTest
  @MethodSource("setAside")
  @Order(1)
  void whatWasBuiltIsDeployed(Map<String, String> variables, Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String text = "with other settings " + System.nanoTime();
      Application.of(stack).addToPages(text);

      Release release = assertDeployed(checkout.run(variables), stack);

      assertThat(stack.registry().digest("app", "latest")).contains(release.digest());
      assertThat(Page.of(stack).html()).as("the page of what was built").contains(text);
    }
  }

  @Test
  @Order(2)
  void aRollingReleaseSetsAProxyAsideToo(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      Map<String, String> proxy = Map.of("http_proxy", DEAD_PROXY, "HTTP_PROXY", DEAD_PROXY);
      assertDeployed(checkout.run(proxy, ROLLING), stack);
      Application.of(stack).addToPages("rolled beside a proxy");

      assertDeployed(checkout.run(proxy, ROLLING), stack);
      assertThat(checkout.run(proxy, "--list").exitCode()).as("exit code of --list").isZero();
    }
  }

  @Test
  @Order(3)
  void anotherPlatformIsRefusedByItsName(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String platform =
          System.getProperty("os.arch").equals("aarch64") ? "linux/amd64" : "linux/arm64";
      Untouched before = Untouched.in(stack);

      assertRefused(checkout.run(Map.of("DOCKER_DEFAULT_PLATFORM", platform)), 2, platform);

      before.assertUntouched();
    }
  }

  @Test
  @Order(4)
  void theEnginesOwnPlatformIsFine(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String platform =
          DockerCommand.docker("version", "--format", "{{.Server.Os}}/{{.Server.Arch}}")
              .run()
              .orThrow()
              .stdout()
              .strip();

      assertDeployed(checkout.run(Map.of("DOCKER_DEFAULT_PLATFORM", platform)), stack);
    }
  }
}
