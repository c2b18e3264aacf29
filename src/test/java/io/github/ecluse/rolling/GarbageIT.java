package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.RemoteImage;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.support.ImageIndex;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry's garbage: what overwritten tags left is freed, and every tag still pulls. */
@Tag("rolling")
@AcceptanceTest
@Order(3)
@Claim("garbage-collected")
class GarbageIT {
  private static final int PAYLOAD = 5_000_000;
  private static final String COLLECT = "--collect-garbage";

  @Test
  void overwrittenImagesAreFreedAndEveryTagStillPulls(Stack stack, TestReporter reporter)
      throws IOException {
    Application application = Application.of(stack);
    application.addBytes(PAYLOAD);
    stack.releases().deploy("--tag", "kept");
    application.addBytes(PAYLOAD);
    stack.releases().deploy();
    application.addBytes(PAYLOAD);
    stack.releases().deploy();
    assertThat(images(stack, false)).as("images that the runs built, the control").isNotBlank();
    assertThat(images(stack, true)).as("images on this machine that runs replaced").isEmpty();
    // The registry has folders of a similar name.
    push(stack.workspace().repository() + ":latest", "uploads");
    long before = bytes(stack);

    PipelineRun run = stack.releases().attempt(Map.of(), COLLECT);

    long after = bytes(stack);
    reporter.publishEntry("registry", "%d bytes before, %d after".formatted(before, after));
    assertThat(run.exitCode()).as("exit code of build.sh").isZero();
    assertThat(before - after)
        .as("bytes freed: one overwritten image, of two that were overwritten and one kept")
        .isBetween(PAYLOAD * 9L / 10, PAYLOAD * 11L / 10);
    assertThat(stack.registry().digest("uploads", "latest"))
        .as("latest of the repository uploads")
        .isPresent();
    for (String tag : List.of("kept", "latest")) {
      String image = stack.workspace().repository() + ":" + tag;
      DockerCommand.docker("pull", image).run().orThrow();
      assertAllLayersAreHeld(tag, stack);
    }
    DockerCommand.docker("rmi", stack.workspace().repository() + ":kept").run().orThrow();
    DockerCommand.docker("rmi", copy(stack.workspace().repository() + ":latest", "uploads"))
        .run()
        .orThrow();
    stack.releases().deploy();
  }

  @Test
  void nothingCanBePushedWhileItRuns(Stack stack) {
    stack.ensureReleased();
    AtomicReference<CommandResult> push = new AtomicReference<>();
    String image = stack.workspace().repository() + ":latest";

    PipelineRun collection =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.contains("the registry is stopped while its garbage is collected")) {
                    push.set(DockerCommand.docker("push", image).run());
                  }
                },
                COLLECT);

    assertThat(collection.exitCode()).as("exit code of build.sh").isZero();
    assertThat(push.get()).as("a push was tried while garbage was collected").isNotNull();
    assertThat(push.get().succeeded()).as("push: %s", push.get()).isFalse();
    DockerCommand.docker("push", image).run().orThrow();
  }

  /** The registry's collector would take its parts away. */
  @ParameterizedTest
  @CsvSource({"app, " + ImageIndex.LIST, "another, " + ImageIndex.OCI_INDEX})
  void nothingIsCollectedBesideAnImageForSeveralPlatforms(
      String repository, String index, Stack stack) {
    Digest part = stack.ensureReleased().digest();
    push(stack.workspace().repository() + ":latest", repository);
    Response manifest =
        Http.on(stack.registry().uri())
            .header("Accept", ImageIndex.IMAGE + ", " + ImageIndex.OCI_IMAGE)
            .get("/v2/%s/manifests/%s".formatted(repository, part.value()));
    Http.on(stack.registry().uri())
        .header("Content-Type", index)
        .body(
            ImageIndex.ofOne(
                index, manifest.contentType(), manifest.asByteArray().length, part.value()))
        .put("/v2/%s/manifests/several".formatted(repository))
        .then()
        .statusCode(201);

    PipelineRun run = stack.releases().attempt(Map.of(), COLLECT);
    untag(repository, stack);

    assertThat(run.exitCode())
        .as("exit code of build.sh beside an image for several platforms, of the type %s", index)
        .isEqualTo(17);
    assertThat(run.lines())
        .anyMatch(line -> line.startsWith(repository + ":several is an image for several"));
  }

  /** Wherever in its volume the registry keeps its repositories. */
  private static void untag(String repository, Stack stack) {
    String tag = "*/repositories/" + repository + "/_manifests/tags/several";
    String registry = stack.service("registry").id();
    DockerCommand.docker(
            "exec",
            registry,
            "find",
            "/var/lib/registry",
            "-path",
            tag,
            "-prune",
            "-exec",
            "rm",
            "-r",
            "{}",
            "+")
        .run()
        .orThrow();
  }

  /** Also where it is there already. */
  private static void push(String image, String repository) {
    String copy = copy(image, repository);
    DockerCommand.docker("tag", image, copy).run().orThrow();
    DockerCommand.docker("push", "-q", copy).run().orThrow();
  }

  private static String copy(String image, String repository) {
    return image.replaceFirst("/.*", "/" + repository + ":latest");
  }

  /** A pull takes layers that this machine has from nowhere, so each is read from the registry. */
  private static void assertAllLayersAreHeld(String tag, Stack stack) throws IOException {
    Digest digest = stack.registry().digest("app", tag).orElseThrow();
    RemoteImage image = stack.registry().image("app", digest);
    assertThat(image.layers()).as("layers of %s", tag).isNotEmpty();
    for (RemoteImage.Layer layer : image.layers()) {
      try (InputStream bytes = image.open(layer)) {
        assertThat(bytes.transferTo(OutputStream.nullOutputStream()))
            .as("bytes of the layer %s of %s", layer.digest(), tag)
            .isEqualTo(layer.bytes());
      }
    }
  }

  /** Returns the images of this project, or those of them that have no name any more. */
  private static String images(Stack stack, boolean withoutName) {
    String label = "label=" + stack.workspace().imageLabel();
    String dangling = "dangling=" + withoutName;
    return DockerCommand.docker("images", "-q", "--filter", dangling, "--filter", label)
        .run()
        .orThrow()
        .stdout();
  }

  private static long bytes(Stack stack) {
    String size =
        DockerCommand.docker(
                "exec", stack.service("registry").id(), "du", "-sk", "/var/lib/registry")
            .run()
            .orThrow()
            .stdout();
    return Long.parseLong(size.split("\\s+", 2)[0]) * 1024;
  }
}
