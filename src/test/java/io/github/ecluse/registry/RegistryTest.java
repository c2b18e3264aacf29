package io.github.ecluse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of a registry, against a small HTTP server. */
class RegistryTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

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
  void catalogTagsAndDigestAreRead() {
    server.answer("/v2/_catalog", 200, "{\"repositories\": [\"app\"]}");
    server.answer("/v2/app/tags/list", 200, "{\"tags\": [\"latest\", \"v1\"]}");
    server.header("Docker-Content-Digest", DIGEST);
    server.answer("/v2/app/manifests/latest", 200, "{}");

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
    server.answer("/v2/app/manifests/latest", 500, "broken");

    assertThatThrownBy(() -> registry.digest("app", "latest"))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).hasValue(500));
  }

  @Test
  void noAnswerHasItsCauseAndNoStatus() {
    server.close();

    assertThat(registry.isThere()).isFalse();
    assertThatThrownBy(registry::repositories)
        .hasCauseInstanceOf(IOException.class)
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).isEmpty());
  }

  @Test
  void anAnswerThatIsNoJsonHasItsCause() {
    server.answer("/v2/_catalog", 200, "<html>");

    assertThatThrownBy(registry::repositories)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not JSON")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aLoginIsAnAnswerAndNotAnOpenRegistry() {
    server.answer("/v2/", 401, "");

    assertThat(registry.isThere()).isTrue();
    assertThat(registry.answers()).isFalse();
  }

  @Test
  void theNextPagesAreReadToo() {
    server.on(
        "/v2/_catalog",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery() == null;
          if (first) {
            exchange.getResponseHeaders().set("Link", "</v2/_catalog?last=a&n=1>; rel=\"next\"");
          }
          RegistryServer.send(
              exchange, 200, "{\"repositories\": [\"%s\"]}".formatted(first ? "a" : "b"));
        });

    assertThat(registry.repositories()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/_catalog?last=a", "http://elsewhere.example/v2/_catalog", "::"})
  void aNextPageThatCantBeOneIsAnError(String next) {
    server.header("Link", "<%s>; rel=\"next\"".formatted(next));
    server.answer("/v2/_catalog", 200, "{\"repositories\": [\"a\"]}");

    assertThatThrownBy(registry::repositories)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("/v2/_catalog")
        .hasMessageContaining("next page");
  }

  @Test
  void anEmptyListMayBeNull() {
    server.answer("/v2/app/tags/list", 200, "{\"name\": \"app\", \"tags\": null}");

    assertThat(registry.tags("app")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "", "{\"repositories\": \"a\"}", "{\"repositories\": [{}]}"})
  void aCatalogWithoutNamesIsNotTakenForAnEmptyOne(String catalog) {
    server.answer("/v2/_catalog", 200, catalog);

    assertThatThrownBy(registry::repositories)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("\"repositories\"");
  }

  @Test
  void aManifestWithoutItsDigestIsNotTakenForAbsent() {
    server.header("Docker-Content-Digest", "md5:0a");
    server.answer("/v2/app/manifests/latest", 200, "{}");

    assertThatThrownBy(() -> registry.digest("app", "latest"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no SHA-256 digest: \"md5:0a\"");
  }

  @Test
  void anAnswerThatNeverEndsIsNone() {
    server.on(
        "/v2/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
        });
    RegistryConnection connection = new RegistryConnection(registry.uri(), Duration.ofMillis(200));

    assertThatThrownBy(() -> connection.send(connection.request("/v2/")))
        .isInstanceOf(RegistryException.class)
        .hasCauseInstanceOf(HttpTimeoutException.class);
  }
}
