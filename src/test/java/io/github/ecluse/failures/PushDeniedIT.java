package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document's second problem: the push is denied. */
@Tag("failures")
@AcceptanceTest
@Order(2)
class PushDeniedIT {
  @Test
  void aRegistryThatAsksForALogin(Stack stack) {
    try (RegistryContainer registry = RegistryContainer.withLogin()) {
      registry.start();
      assertDenied(
          "a registry that asks for a login",
          "no basic auth credentials",
          "push-login",
          Map.of("REGISTRY", registry.address()),
          stack);
    }
  }

  @Test
  void aRegistryThatKnowsTheUserAndRefusesThePush(Stack stack, @TempDir Path directory)
      throws IOException, GeneralSecurityException {
    try (TokenService service = new TokenService(directory);
        RegistryContainer registry =
            RegistryContainer.withTokensFrom(
                service.uri(), TokenService.NAME, service.certificate())) {
      registry.start();
      assertDenied(
          "a registry that refuses the push",
          "denied: requested access to the resource is denied|insufficient_scope",
          "push-denied",
          Map.of(
              "REGISTRY", registry.address(),
              "DOCKER_CONFIG", loggedInTo(registry.address(), directory)),
          stack);
    }
  }

  /** What {@code docker login} leaves behind. */
  private static String loggedInTo(String address, Path directory) throws IOException {
    String login = "a user:a password";
    Files.writeString(
        directory.resolve("config.json"),
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
            .formatted(
                address,
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
    return directory.toString();
  }

  private static void assertDenied(
      String failure, String words, String mode, Map<String, String> variables, Stack stack) {
    Kept kept = Kept.in(stack);

    PipelineRun run = stack.releases().attempt(variables);

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(12);
    assertThat(run.lines()).anyMatch(line -> line.matches(".*(" + words + ").*"));
    Explanation explanation = Diagnoses.of(failure, run, mode);
    kept.assertStillServed();
    kept.assertMendedBy(explanation.remedy());
  }
}
