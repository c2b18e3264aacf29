package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.registry.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** {@code registry:2} by itself: what it answers, and that it keeps what it was given. */
@Testcontainers
@AcceptanceTest
@ReadOnly
@Order(10)
@Claim("registry-keeps-images")
class RegistryIT {
  @Container private static final RegistryContainer REGISTRY = RegistryContainer.open();

  private static String image;

  @BeforeAll
  static void pushAnImage(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    image = REGISTRY.build(directory, "canal/boat:v1");
    docker("push", image);
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
    REGISTRY.engine().removal().image(image);
    assertThat(REGISTRY.engine().images().image(image)).as("image, deleted locally").isEmpty();

    docker("pull", image);

    assertThat(REGISTRY.engine().images().digests(image, REGISTRY.imageName("canal/boat")))
        .as("digest of what was pulled back")
        .containsExactly(held);
  }

  @Test
  @Order(4)
  void whatWasPushedIsThereAfterTheRegistryIsReplacedOnTheSameVolume() {
    Digest before = heldDigest();

    REGISTRY.replace();

    assertThat(REGISTRY.registry().digest("canal/boat", "v1"))
        .as("digest after the registry was replaced on the same volume")
        .contains(before);
    REGISTRY.engine().removal().image(image);
    docker("pull", image);
  }

  private static void docker(String command, String image) {
    DockerCommand.docker(command, "-q", image).run().orThrow();
  }

  private static Digest heldDigest() {
    Optional<Digest> held = REGISTRY.registry().digest("canal/boat", "v1");
    assertThat(held).as("digest of canal/boat:v1, which was pushed").isPresent();
    return held.get();
  }

  private static URI uri() {
    return REGISTRY.registry().uri();
  }
}
