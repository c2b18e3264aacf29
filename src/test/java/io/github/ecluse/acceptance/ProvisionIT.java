package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.support.SecondEngine;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Provisioning where a registry offers the images: a second engine with a registry mirror. Here the
 * mirror runs on that engine itself, and offers what the first engine holds.
 */
@Tag("provisioning")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(200)
@Claim("provisioning")
class ProvisionIT {
  /** Without the age, which changes by itself. */
  private static final String IMAGE_LINE = "{{.Repository}}:{{.Tag}} {{.ID}}";

  private static final String MIRROR = "localhost:5001";
  private static final Path PROJECT = StackDirectory.given().path();

  @TempDir private static Path state;
  private static SecondEngine engine;

  @BeforeAll
  static void startAnEngineWithAMirror() {
    Engine.local();
    engine = SecondEngine.start(PROJECT, Map.of("ECLUSE_MIRROR", "http://" + MIRROR));
    engine.load(images());
    engine.docker("tag", "registry:2", "mirror");
    engine.docker("run", "-d", "-p", "127.0.0.1:5001:5000", "--name", "mirror", "mirror");
    await("the mirror answers").until(() -> answers("http://" + MIRROR + "/v2/"));
    for (String image : images()) {
      String offered = MIRROR + "/" + (image.contains("/") ? "" : "library/") + image;
      engine.docker("tag", image, offered);
      engine.docker("push", "-q", offered);
      engine.docker("image", "rm", image, offered);
    }
  }

  private static boolean answers(String url) {
    return engine.command("curl", "-q", "-sf", "--noproxy", "*", url).run().succeeded();
  }

  @AfterAll
  static void removeIt() {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  @Order(1)
  void whereARegistryOffersTheImagesAllArePulledAndNoneIsBuilt() {
    String output = provision();

    for (String image : images()) {
      assertThat(output).as("output of provision.sh").contains("provision: " + image + " pulled");
    }
    assertThat(output).as("output of provision.sh").doesNotContain("as a substitute");
  }

  @Test
  @Order(2)
  void runAgainItTakesUnderTwoSecondsAndChangesNothing() {
    List<String> before = heldImages();

    CommandResult again = engine.command(script()).with(environment()).run().orThrow();

    assertThat(again.took()).as("time of a second run").isLessThan(Duration.ofSeconds(2));
    assertThat(heldImages()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void refreshReplacesAStandInByTheRealImage(@TempDir Path real) throws IOException {
    Files.writeString(
        real.resolve("Dockerfile"),
        "FROM %s/library/registry:2\nLABEL io.github.ecluse.stand-in=\n".formatted(MIRROR));
    engine.docker("build", "-q", "-t", MIRROR + "/library/registry:2", real.toString());
    engine.docker("push", "-q", MIRROR + "/library/registry:2");

    CommandResult refresh =
        engine.command(script(), "--refresh").with(environment()).run().orThrow();

    assertThat(refresh.stdout()).contains("1 substitute images replaced by real ones");
  }

  @Test
  @Order(4)
  void removeRefusesWhileAContainerExistsThatItDidNotMake() {
    assertRefused("1 containers");
    engine.docker("stop", "mirror");
    assertRefused("1 containers");
  }

  @Test
  @Order(5)
  void removeRefusesWhileAVolumeExistsThatNoContainerUses() {
    engine.docker("rm", "-f", "-v", "mirror");
    engine.docker("volume", "create", "kept");
    inVolume("echo text >/kept/file");

    assertRefused("0 containers and 1 volumes");

    assertThat(inVolume("cat /kept/file")).as("file of the volume").isEqualTo("text");
    engine.docker("volume", "rm", "kept");
  }

  /** The control of those that are refused; what others have made stays. */
  @Test
  @Order(6)
  void removeTakesItsOwnImagesAndNoOthers() {
    engine.docker("tag", "python:3.11-slim", "others:1");

    engine.command(script(), "--remove").with(environment()).run().orThrow();

    assertThat(engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}").stdout().lines())
        .as("images after --remove")
        .contains("others:1")
        .doesNotContainAnyElementsOf(images());
  }

  private static String inVolume(String line) {
    return engine
        .docker("run", "--rm", "-v", "kept:/kept", "python:3.11-slim", "bash", "-c", line)
        .stdout()
        .strip();
  }

  private static void assertRefused(String held) {
    CommandResult refused = engine.command(script(), "--remove").with(environment()).run();

    assertThat(refused.exitCode())
        .as("exit code of --remove while the engine holds %s", held)
        .isEqualTo(4);
    assertThat(refused.stderr()).contains(held);
    assertThat(engine.docker("images", "-q", "python:3.11-slim").stdout())
        .as("an image after a --remove that was refused")
        .isNotBlank();
  }

  /** Sorted: two names of one image come in any order. */
  private static List<String> heldImages() {
    return engine
        .docker("images", "--no-trunc", "--format", IMAGE_LINE)
        .stdout()
        .lines()
        .sorted()
        .toList();
  }

  private static String provision() {
    return engine.command(script()).with(environment()).run().orThrow().stdout();
  }

  private static String script() {
    return PROJECT.resolve("provision/provision.sh").toString();
  }

  private static Map<String, String> environment() {
    return Map.of("ECLUSE_STATE_DIR", state.toString());
  }

  private static List<String> images() {
    try {
      return Files.readAllLines(PROJECT.resolve("provision/images.list")).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", 2)[0])
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
