package io.github.ecluse.files;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compose files in the forms that people use: each works in every mode. */
@Tag("settings")
@AcceptanceTest
@Order(12)
class ComposeFilesIT {
  private static final String COMPOSE = "compose.yml";

  private static final String ROLLING = "--rolling";

  /** A service without a health check. */
  static final String MORE =
      """
      services:
        more:
          image: %s
          entrypoint: [sleep, infinity]
          stop_signal: SIGKILL
      """
          .formatted(ProbeContainer.IMAGE);

  static List<Arguments> forms() {
    return List.of(
        form(
            "an image without a tag",
            files -> files.replace(COMPOSE, "/app:latest", "/app"),
            (stack, files) ->
                assertThat(stack.registry().tags("app")).as("tags").contains("latest")),
        renamed("docker-compose.yml"),
        renamed("docker-compose.yaml"),
        renamed("compose.yaml"),
        form(
            "a version, as all files had it once",
            files -> files.write(COMPOSE, "version: \"3.8\"\n" + files.read(COMPOSE)),
            (stack, files) -> {}),
        form(
            "a profile that is not asked for, with an image that nobody has",
            files ->
                files.overlay(
                    "services: {tools: {image: 'no-such-image-of-ecluse:1', profiles: [tools]}}\n"),
            (stack, files) -> {}),
        form(
            "a service more, included from another file",
            files ->
                files
                    .write("more.yml", MORE)
                    .write(COMPOSE, "include: [more.yml]\n" + files.read(COMPOSE)),
            (stack, files) ->
                assertThat(stack.service("more").isRunning()).as("more runs").isTrue()),
        form(
            "extends",
            files ->
                files
                    .write("common.yml", "services: {base: {environment: {MARK: extended}}}\n")
                    .overlay("services: {app: {extends: {file: common.yml, service: base}}}\n"),
            (stack, files) -> assertMark("extended", stack)),
        form(
            "env_file",
            files ->
                files
                    .write("settings.env", "MARK=from a file\n")
                    .overlay("services: {app: {env_file: settings.env}}\n"),
            (stack, files) -> assertMark("from a file", stack)),
        form(
            "a variable from .env",
            files ->
                files
                    .write(".env", "MARK=from .env\n")
                    .overlay("services: {app: {environment: {MARK: '${MARK}'}}}\n"),
            (stack, files) -> assertMark("from .env", stack)),
        form(
            "secrets and configs",
            files ->
                files
                    .write("secret.txt", "a secret")
                    .write("config.txt", "a config")
                    .overlay(
                        """
                        services: {app: {secrets: [ours], configs: [theirs]}}
                        secrets: {ours: {file: ./secret.txt}}
                        configs: {theirs: {file: ./config.txt}}
                        """),
            (stack, files) -> {
              assertFile("/run/secrets/ours", "a secret", stack);
              assertFile("/theirs", "a config", stack);
            }),
        form(
            "a fixed subnet",
            files ->
                files
                    .withoutComposeFile()
                    .overlay(
                        "networks: {secure_front: {ipam: {config: [{subnet: 10.231.15.0/24}]}}}\n"),
            (stack, files) ->
                assertThat(stack.service("app").addresses().values())
                    .as("addresses of app")
                    .anyMatch(address -> address.startsWith("10.231.15."))),
        form(
            "a service more that is built",
            files ->
                files
                    .write("more/Dockerfile", "FROM python:3.11-slim\nCMD [\"sleep\", \"600\"]\n")
                    .overlay("services: {more: {build: ./more, stop_signal: SIGKILL}}\n"),
            (stack, files) ->
                assertThat(stack.service("more").isRunning()).as("more runs").isTrue()));
  }

  private static Arguments renamed(String name) {
    return form(
        name, files -> files.withoutComposeFile().rename(COMPOSE, name), (stack, files) -> {});
  }

  private static Arguments form(
      String name, Consumer<Checkout> change, BiConsumer<Stack, Checkout> check) {
    return Arguments.of(Named.of(name, change), Named.of("is deployed", check));
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Order(1)
  void itIsDeployedInEveryMode(
      Consumer<Checkout> change, BiConsumer<Stack, Checkout> check, Stack stack) {
    try (Checkout files = Checkout.of(stack)) {
      change.accept(files);
      files.undoneBy(
          () -> stack.compose().command("docker", "rmi", "-f", stack.compose().name() + "-more"));

      assertDeployed(files.run(), stack);
      check.accept(stack, files);
      Application.of(stack).addToPages("in another form");
      assertDeployed(files.run(ROLLING), stack);
      check.accept(stack, files);
    }
  }

  private static void assertMark(String value, Stack stack) {
    assertThat(stack.service("app").environment())
        .as("environment of app")
        .containsEntry("MARK", value);
  }

  private static void assertFile(String path, String text, Stack stack) {
    assertThat(stack.engine().exec(stack.service("app").id(), "cat", path).orThrow().stdout())
        .as("%s in app", path)
        .isEqualTo(text);
  }
}
