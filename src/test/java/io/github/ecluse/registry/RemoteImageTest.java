package io.github.ecluse.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images of a registry, against a small HTTP server. */
class RemoteImageTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);
  private static final String LAYER = "sha256:" + "0b".repeat(32);

  private RegistryServer server;
  private Registry registry;

  @BeforeEach
  void start() throws IOException {
    server = new RegistryServer();
    registry = new Registry(server.uri());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theImageOfAnIndexIsTheFirstOfAPlatform() {
    server.answer(
        "/v2/app/manifests/" + DIGEST,
        200,
        """
        {"manifests": [
          {"digest": "%s", "platform": {"architecture": "unknown"}},
          {"digest": "%s", "platform": {"architecture": "amd64"}}]}"""
            .formatted(DIGEST, LAYER));
    server.answer(
        "/v2/app/manifests/" + LAYER,
        200,
        "{\"layers\": [{\"digest\": \"%s\", \"size\": 42}]}".formatted(LAYER));

    assertThat(registry.image("app", new Digest(DIGEST)).layers())
        .containsExactly(new RemoteImage.Layer(new Digest(LAYER), 42));
  }

  @Test
  void indexesThatHoldEachOtherAreNotFollowedForEver() {
    server.answer(
        "/v2/app/manifests", 200, "{\"manifests\": [{\"digest\": \"%s\"}]}".formatted(DIGEST));

    assertThatThrownBy(() -> registry.image("app", new Digest(DIGEST)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("each in another");
  }

  @Test
  void theCommandsOfAnImageAreThoseThatMadeALayer() throws IOException {
    server.answer(
        "/v2/app/manifests/" + DIGEST,
        200,
        "{\"config\": {\"digest\": \"%s\"}, \"layers\": []}".formatted(LAYER));
    server.answer(
        "/v2/app/blobs/" + LAYER,
        200,
        """
        {"history": [{"created_by": "COPY a b"}, {"created_by": "CMD", "empty_layer": true}]}""");
    RemoteImage image = registry.image("app", new Digest(DIGEST));

    assertThat(image.commands()).containsExactly("COPY a b");
    try (InputStream archive = image.open(new RemoteImage.Layer(new Digest(LAYER), 1))) {
      assertThat(archive).asString(UTF_8).startsWith("{\"history\"");
    }
  }

  @Test
  void anImageThatIsAbsentIsAnErrorWithItsAddress() {
    assertThatThrownBy(() -> registry.image("app", new Digest(DIGEST)))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.uri()).hasPath("/v2/app/manifests/" + DIGEST))
        .hasMessageContaining("status 404");
  }
}
