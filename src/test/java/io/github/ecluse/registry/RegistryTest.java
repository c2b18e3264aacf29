package io.github.ecluse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of a registry, against a small HTTP server. */
class RegistryTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);
  private static final String LAYER = "sha256:" + "0b".repeat(32);

  private HttpServer server;
  private Registry registry;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    registry = new Registry(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
          boolean isHead = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(status, isHead ? -1 : bytes.length);
          if (!isHead) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
  }

  @Test
  void catalogTagsAndDigestAreRead() {
    answer("/v2/_catalog", 200, "{\"repositories\": [\"app\"]}");
    answer("/v2/app/tags/list", 200, "{\"tags\": [\"latest\", \"v1\"]}");
    answer("/v2/app/manifests/latest", 200, "{}");

    assertThat(registry.repositories()).containsExactly("app");
    assertThat(registry.tags("app")).containsExactly("latest", "v1");
    assertThat(registry.digest("app", "latest")).contains(new Digest(DIGEST));
  }

  @Test
  void whatItDoesNotHoldIsEmpty() {
    assertThat(registry.tags("app")).isEmpty();
    assertThat(registry.digest("app", "latest")).isEmpty();
  }

  @Test
  void anErrorIsNotTakenForAbsenceAndHasItsStatus() {
    answer("/v2/app/manifests/latest", 500, "broken");

    assertThatThrownBy(() -> registry.digest("app", "latest"))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).hasValue(500));
  }

  @Test
  void noAnswerHasItsCauseAndNoStatus() {
    server.stop(0);

    assertThat(registry.isThere()).isFalse();
    assertThatThrownBy(registry::repositories)
        .hasCauseInstanceOf(IOException.class)
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).isEmpty());
  }

  @Test
  void anAnswerThatIsNoJsonHasItsCause() {
    answer("/v2/_catalog", 200, "<html>");

    assertThatThrownBy(registry::repositories)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not JSON")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aLoginIsAnAnswerAndNotAnOpenRegistry() {
    answer("/v2/", 401, "");

    assertThat(registry.isThere()).isTrue();
    assertThat(registry.answers()).isFalse();
  }

  @Test
  void theImageOfAnIndexIsTheFirstOfAPlatform() {
    answer(
        "/v2/app/manifests/" + DIGEST,
        200,
        """
        {"manifests": [
          {"digest": "%s", "platform": {"architecture": "unknown"}},
          {"digest": "%s", "platform": {"architecture": "amd64"}}]}"""
            .formatted(DIGEST, LAYER));
    answer(
        "/v2/app/manifests/" + LAYER,
        200,
        "{\"layers\": [{\"digest\": \"%s\", \"size\": 42}]}".formatted(LAYER));

    assertThat(registry.image("app", new Digest(DIGEST)).layers())
        .containsExactly(new RemoteImage.Layer(new Digest(LAYER), 42));
  }
}
