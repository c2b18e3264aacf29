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
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that people have in their shells: proxies, builders, contexts, Compose's own. */
@Tag("settings")
@AcceptanceTest
@Order(20)
class ShellsIT {
  private static final String ROLLING = "--rolling";

  /** Nothing listens there. */
  private static final String DEAD_PROXY = "http://127.0.0.1:9";

  private static final String MARKED = "services: {app: {environment: {MARK: '%s'}}}\n";

  private static final String WITH_A_PROFILE =
      """
      services:
        more:
          image: registry:2
          entrypoint: [sleep, infinity]
          stop_signal: SIGKILL
          profiles: [more]
      """;

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
  void anotherContextIsRefusedByItsName(Stack stack, @TempDir Path configuration) {
    try (Checkout checkout = Checkout.of(stack)) {
      DockerConfiguration config = new DockerConfiguration(configuration);
      config.remoteContext("far-away");
      Untouched before = Untouched.in(stack);

      assertRefused(runWithContext("far-away", config, checkout), 3, "far-away");
      assertRefused(runWithContext("never-made", config, checkout), 3, "never-made");

      config.write("{\"currentContext\": \"far-away\"}");
      assertRefused(
          checkout.runBy(List.of("env", "-u", "DOCKER_HOST"), config.variables()), 3, "far-away");
      before.assertUntouched();
    }
  }

  private static PipelineRun runWithContext(
      String context, DockerConfiguration config, Checkout checkout) {
    Map<String, String> variables = new HashMap<>(config.variables());
    variables.put("DOCKER_CONTEXT", context);
    return checkout.run(variables);
  }

  @Test
  @Order(4)
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
  @Order(5)
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

  @ParameterizedTest
  @ValueSource(strings = {"environment", ".env"})
  @Order(6)
  void theFilesThatComposeIsToldOfAreFollowedInEveryMode(String where, Stack stack) {
    String text = "followed " + System.nanoTime();
    try (Checkout checkout = Checkout.of(stack)) {
      checkout.write("more.yml", MARKED.formatted(text));
      Map<String, String> variables = told(where, "COMPOSE_FILE", "compose.yml:more.yml", checkout);

      for (String[] options : modes()) {
        assertDeployed(checkout.run(variables, options), stack);

        assertThat(stack.service("app").environment())
            .as("variables of app after build.sh %s", List.of(options))
            .containsEntry("MARK", text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment", ".env"})
  @Order(7)
  void theProfilesThatComposeIsToldOfAreFollowedInEveryMode(String where, Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(WITH_A_PROFILE)) {
      Map<String, String> variables = told(where, "COMPOSE_PROFILES", "more", checkout);

      for (String[] options : modes()) {
        assertDeployed(checkout.run(variables, options), stack);

        assertThat(stack.service("more").isRunning())
            .as("the service of the profile runs after build.sh %s", List.of(options))
            .isTrue();
      }
    }
  }

  /** Rolling twice: with the first such run the proxy comes, with the second it is there. */
  private static List<String[]> modes() {
    return List.of(new String[0], new String[] {ROLLING}, new String[] {ROLLING});
  }

  private static Map<String, String> told(
      String where, String variable, String value, Checkout checkout) {
    if (where.equals("environment")) {
      return Map.of(variable, value);
    }
    checkout.withoutComposeFile().write(".env", variable + "=" + value + "\n");
    return Map.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"credsStore\": \"ecluse-missing\"}",
        "{\"credHelpers\": {\"REGISTRY\": \"ecluse-missing\"}}"
      })
  @Order(8)
  void aCredentialHelperThatIsNotInstalledIsNamed(
      String text, Stack stack, @TempDir Path configuration) {
    try (Checkout checkout = Checkout.of(stack)) {
      DockerConfiguration config = new DockerConfiguration(configuration);
      config.write(text.replace("REGISTRY", stack.workspace().repository().split("/", -1)[0]));
      Untouched before = Untouched.in(stack);

      assertRefused(checkout.run(config.variables()), 3, "docker-credential-ecluse-missing");

      before.assertUntouched();
    }
  }

  static List<Arguments> configurations() {
    return List.of(
        Arguments.of(
            Named.of(
                "a proxy",
                "{\"proxies\": {\"default\": {\"httpProxy\": \"%s\"}}}".formatted(DEAD_PROXY))),
        Arguments.of(
            Named.of(
                "a credential helper for another registry",
                "{\"credHelpers\": {\"example.org\": \"ecluse-missing\"}}")),
        Arguments.of(Named.of("the default context", "{\"currentContext\": \"default\"}")));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  @Order(9)
  void whatDockersConfigurationSaysOfOthersIsNoHindrance(
      String text, Stack stack, @TempDir Path configuration) {
    try (Checkout checkout = Checkout.of(stack)) {
      DockerConfiguration config = new DockerConfiguration(configuration);
      config.write(text);

      // Docker sets the proxy in every container: what they say to each other must not go there.
      assertDeployed(checkout.run(config.variables()), stack);
    }
  }

  @Test
  @Order(10)
  void aBuilderThatKeepsItsResultToItselfIsNotUsed(Stack stack, @TempDir Path configuration)
      throws IOException {
    try (Checkout checkout = Checkout.of(stack)) {
      DockerConfiguration config = new DockerConfiguration(configuration);
      config.builderInAContainer("ecluse-builder");
      String text = "built by the engine " + System.nanoTime();
      Application.of(stack).addToPages(text);

      assertDeployed(checkout.run(config.variables()), stack);

      assertThat(Page.of(stack).html()).as("the page of what was built").contains(text);
      assertThat(Files.exists(configuration.resolve("buildx"))).as("the builder is there").isTrue();
    }
  }
}
