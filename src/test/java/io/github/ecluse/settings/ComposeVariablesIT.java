package io.github.ecluse.settings;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables by which Compose is told of files and profiles: they count in every mode. */
@Tag("settings")
@AcceptanceTest
@Order(23)
class ComposeVariablesIT {
  private static final String ROLLING = "--rolling";

  private static final String MARKED = "services: {app: {environment: {MARK: '%s'}}}\n";

  private static final String WITH_A_PROFILE =
      """
      services:
        more:
          image: registry:2
          tmpfs: [/var/lib/registry]
          entrypoint: [sleep, infinity]
          stop_signal: SIGKILL
          profiles: [more]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"environment", ".env"})
  @Order(1)
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
  @Order(2)
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
}
