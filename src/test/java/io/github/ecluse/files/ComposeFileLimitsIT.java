package io.github.ecluse.files;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compose files that allow less: it is told, or they are refused before anything is touched. */
@Tag("settings")
@AcceptanceTest
@Order(14)
class ComposeFileLimitsIT {
  private static final String COMPOSE = "compose.yml";

  private static final String ROLLING = "--rolling";

  @ParameterizedTest
  @ValueSource(strings = {"db", "registry", "more"})
  @Order(1)
  void aServiceWithoutAHealthCheckIsSaidToBeUnproven(String service, Stack stack) {
    try (Checkout files = Checkout.of(stack)) {
      String without = "services: {" + service + ": {healthcheck: {disable: true}}}\n";
      files.overlay(service.equals("more") ? ComposeFilesIT.MORE : without);

      for (String[] options : List.of(new String[0], new String[] {ROLLING})) {
        PipelineRun run = files.run(options);

        assertDeployed(run, stack);
        assertUnproven(service, run);
      }
    }
  }

  private static void assertUnproven(String service, PipelineRun run) {
    assertThat(run.lines())
        .contains(
            "    could not be proven healthy, as it has no health check: " + service,
            "[+] Pipeline completed successfully");
  }

  static List<Arguments> notForRolling() {
    return List.of(
        Arguments.of("no health check", "app: {healthcheck: {disable: true}}", ""),
        Arguments.of("a fixed name", "app: {container_name: %s-fixed}", ""),
        Arguments.of(
            "a fixed address",
            "app: {networks: {secure_front: {ipv4_address: 10.231.16.77}}}",
            "networks: {secure_front: {ipam: {config: [{subnet: 10.231.16.0/24}]}}}"));
  }

  @ParameterizedTest
  @MethodSource("notForRolling")
  @Order(2)
  void whatTwoVersionsCanNotHaveIsDeployedPlainAndRefusedRolling(
      String what, String app, String networks, Stack stack) {
    try (Checkout files = Checkout.of(stack)) {
      files
          .withoutComposeFile()
          .overlay(
              "services: {%s}\n%s\n".formatted(app.formatted(stack.compose().name()), networks));

      PipelineRun plain = files.run();

      assertDeployed(plain, stack);
      if (what.equals("no health check")) {
        assertUnproven("app", plain);
      }
      Untouched before = Untouched.in(stack);
      Application.of(stack).addToPages("not for rolling");
      assertRefused(files.run(ROLLING), 2, "app");
      before.assertUntouched();
    }
  }

  @ParameterizedTest
  @CsvSource({"app:latest,", "app:latest,--rolling", "app,", "DIGEST,", "DIGEST,--rolling"})
  @Order(3)
  void anImageThatCanNotBePushedIsRefused(String image, String option, Stack stack) {
    try (Checkout files = Checkout.of(stack)) {
      Untouched before = Untouched.in(stack);
      String name =
          image.equals("DIGEST")
              ? stack.workspace().repository() + "@" + stack.ensureReleased().digest()
              : image;
      files.overlay("services: {app: {image: '" + name + "'}}\n");
      String[] options = option == null ? new String[0] : new String[] {option};

      assertRefused(files.run(options), 2, name);

      before.assertUntouched();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ROLLING, "--list", "--collect-garbage"})
  @Order(4)
  void withoutAComposeFileNothingIsTouched(String option, Stack stack) {
    try (Checkout files = Checkout.of(stack)) {
      Untouched before = Untouched.in(stack);
      files.withoutComposeFile().remove(COMPOSE);
      String[] options = option.isEmpty() ? new String[0] : new String[] {option};

      assertRefused(files.run(options), 2, "no Compose file");

      before.assertUntouched();
    }
  }
}
