package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.LoneRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code registry:2} by itself: what it answers, and that it keeps what it was given. */
@AcceptanceTest
@Order(1)
class RegistryIT {
  private static LoneRegistry registry;
  private static String image;

  @BeforeAll
  static void pushAnImage(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    registry = LoneRegistry.open();
    image = registry.build(directory, "canal/boat:v1");
    registry.docker("push", "-q", image);
  }

  @AfterAll
  static void removeIt() {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  @Order(1)
  void answersItsVersionCheck() {
    Http.on(uri()).when().get("/v2/").then().statusCode(200);
  }

  @Test
  @Order(2)
  void anImagePushedIsInTheCatalogAndInTheTags() {
    Http.on(uri())
        .when()
        .get("/v2/_catalog")
        .then()
        .statusCode(200)
        .body("repositories", contains("canal/boat"));
    Http.on(uri())
        .when()
        .get("/v2/canal/boat/tags/list")
        .then()
        .statusCode(200)
        .body("name", equalTo("canal/boat"))
        .body("tags", contains("v1"));
  }

  @Test
  @Order(3)
  void anImageDeletedLocallyIsPulledBackWithTheSameDigest() {
    Digest held = heldDigest();
    registry.engine().removeImage(image);
    assertThat(registry.engine().image(image)).as("image, deleted locally").isEmpty();

    registry.docker("pull", "-q", image);

    assertThat(registry.engine().digests(image, registry.imageName("canal/boat")))
        .as("digest of what was pulled back")
        .containsExactly(held);
  }

  @Test
  @Order(4)
  void whatWasPushedIsThereAfterTheRegistryIsReplacedOnTheSameVolume() {
    Digest before = heldDigest();

    registry.replace();

    assertThat(registry.registry().digest("canal/boat", "v1"))
        .as("digest after the registry was replaced on the same volume")
        .contains(before);
    registry.engine().removeImage(image);
    registry.docker("pull", "-q", image);
  }

  private static Digest heldDigest() {
    Optional<Digest> held = registry.registry().digest("canal/boat", "v1");
    assertThat(held).as("digest of canal/boat:v1, which was pushed").isPresent();
    return held.get();
  }

  private static URI uri() {
    return registry.registry().uri();
  }
}
