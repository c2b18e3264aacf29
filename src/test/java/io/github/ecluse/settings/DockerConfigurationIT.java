package io.github.ecluse.settings;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
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

/** Docker's own configuration: contexts, credential helpers, proxies and builders. */
@Tag("settings")
@AcceptanceTest
@Order(24)
class DockerConfigurationIT {
  /** Nothing listens there. */
  private static final String DEAD_PROXY = "http://127.0.0.1:9";

  @Test
  @Order(1)
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"credsStore\": \"ecluse-missing\"}",
        "{\"credHelpers\": {\"REGISTRY\": \"ecluse-missing\"}}"
      })
  @Order(2)
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
  @Order(3)
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
  @Order(4)
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
