package io.github.ecluse.files;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.image.ImageLayers;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Dockerfiles in the forms that people use, and {@code build:} beside {@code image:}. */
@Tag("settings")
@AcceptanceTest
@Order(13)
class DockerfilesIT {
  private static final String DOCKERFILE = "app/Dockerfile";
  private static final String FROM = "FROM python:3.11-slim";
  private static final String NOT_SET = "";

  private static final String BUILD =
      "services: {app: {build: {context: ./app, dockerfile: %s, target: %s, args: {MARK: given}}}}\n";

  static List<Arguments> forms() {
    return List.of(
        form(
            "an argument before FROM",
            files -> files.write(DOCKERFILE, withArgument(files.read(DOCKERFILE))),
            NOT_SET),
        form(
            "several stages, of which the last is the one",
            files ->
                files.write(
                    DOCKERFILE,
                    files.read(DOCKERFILE).replace(FROM, FROM + " AS first\nENV MARK=first")
                        + "\nFROM first\nENV MARK=last\n"),
            "last"),
        form(
            "build: with a target",
            files ->
                files
                    .write(DOCKERFILE, stages(files.read(DOCKERFILE)))
                    .overlay("services: {app: {build: {context: ./app, target: production}}}\n"),
            "default"),
        form(
            "build: with another Dockerfile, a target and an argument",
            files ->
                files
                    .write("app/Dockerfile.other", stages(files.read(DOCKERFILE)))
                    .remove(DOCKERFILE)
                    .overlay(BUILD.formatted("Dockerfile.other", "production")),
            "given"),
        form(
            "build: in its short form, with another folder",
            files ->
                files
                    .write("web/Dockerfile", files.read(DOCKERFILE) + "\nENV MARK=web\n")
                    .write("web/app.py", files.read("app/app.py"))
                    .write("web/entrypoint.sh", files.read("app/entrypoint.sh"))
                    .write("web/requirements.txt", files.read("app/requirements.txt"))
                    .overlay("services: {app: {build: ./web}}\n"),
            "web"));
  }

  private static String withArgument(String dockerfile) {
    return "ARG PYTHON=3.11-slim\n" + dockerfile.replace(FROM, "FROM python:${PYTHON}");
  }

  /** The last stage is one for debugging, which must not be deployed. */
  private static String stages(String dockerfile) {
    return dockerfile.replace(FROM, FROM + " AS production\nARG MARK=default\nENV MARK=${MARK}")
        + "\nFROM production AS debug\nENV MARK=debug\n";
  }

  private static Arguments form(String name, Consumer<Checkout> change, String mark) {
    return Arguments.of(Named.of(name, change), mark);
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Order(1)
  void itIsBuiltAsWritten(Consumer<Checkout> change, String mark, Stack stack) {
    try (Checkout files = Checkout.of(stack)) {
      change.accept(files);

      assertDeployed(files.run(), stack);
      assertMark(mark, stack);
      assertDeployed(files.run("--rolling"), stack);
      assertMark(mark, stack);
    }
  }

  private static void assertMark(String mark, Stack stack) {
    assertThat(stack.service("app").environment().getOrDefault("MARK", NOT_SET))
        .as("mark of the stage that runs")
        .isEqualTo(mark);
  }

  @Test
  @Order(2)
  void theGateTakesAStackWhoseDockerfileBeginsWithAnArgument(
      @TempDir Path directory, TestStacks stacks) throws IOException {
    Engine.local();
    StackDirectory own = StackDirectory.given().copyTo(directory.resolve("stack"));
    Path dockerfile = own.path().resolve(DOCKERFILE);
    Files.writeString(dockerfile, withArgument(Files.readString(dockerfile)));
    Stack stack = stacks.start(own);
    stack.ensureReleasedAndWell();
    assertThat(ImageLayers.aboveTheBase(stack)).as("layers above the base image").isNotEmpty();
  }
}
