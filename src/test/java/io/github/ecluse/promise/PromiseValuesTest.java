package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stack promises by its file, and without one. */
class PromiseValuesTest {
  @TempDir private Path directory;

  @Test
  void withoutAFileItIsTheStackOfTheDocument() {
    Promise promise = Promise.in(directory);

    assertThat(promise.services()).containsExactly("registry", "db", "app");
    assertThat(promise.database()).contains(new Database("db", Database.Kind.MARIADB));
    assertThat(promise.deploy()).isEqualTo("./build.sh");
    assertThat(promise.page()).isEqualTo("/");
    assertThat(promise.health()).isEqualTo("/health");
    assertThat(promise.databasePage()).contains("/db");
    assertThat(promise.claims()).containsExactlyElementsOf(Claims.ofAStack(true));
    assertThat(promise.change()).isEqualTo(new Change.Label("io.github.ecluse.release"));
  }

  @Test
  void whatTheFileSaysIsTaken() throws IOException {
    Promise promise =
        read(
            """
            services:
              registry: store
              application: web
              database: {name: data, kind: postgresql}
            deploy: make deploy
            repository: shop/web
            dockerfile: web/Dockerfile
            page: /start
            health: /alive
            database-page: /rows
            change: {file: web/page.html, replace: Hello, by: 'Bye {release}'}
            claims: [same-digest-everywhere, ping-blocked]
            """);

    assertThat(promise.services()).containsExactly("store", "data", "web");
    assertThat(promise.database()).contains(new Database("data", Database.Kind.POSTGRESQL));
    assertThat(promise.deploy()).isEqualTo("make deploy");
    assertThat(promise.repository()).contains("shop/web");
    assertThat(promise.dockerfile()).contains("web/Dockerfile");
    assertThat(promise.page()).isEqualTo("/start");
    assertThat(promise.health()).isEqualTo("/alive");
    assertThat(promise.databasePage()).contains("/rows");
    assertThat(promise.change())
        .isEqualTo(new Change.File("web/page.html", "Hello", "Bye {release}"));
    assertThat(promise.claims()).containsExactly("same-digest-everywhere", "ping-blocked");
    assertThat(promise.mistake("services.database.kind", "what")).hasMessage("ecluse.yml:4: what");
  }

  @Test
  void theFileOfThisProjectIsShortAndSaysTheDefaultsButForTheChange() throws IOException {
    Promise own = Promise.in(Path.of(""));
    Promise defaults = Promise.in(directory);

    assertThat(Files.readAllLines(Path.of(Promise.FILE))).hasSizeLessThan(20);
    assertThat(own.repository()).contains("app");
    assertThat(own)
        .usingRecursiveComparison()
        .ignoringFields("lines", "repository", "change")
        .isEqualTo(defaults);
    assertThat(own.change()).isInstanceOf(Change.File.class);
  }

  @Test
  void aStackWithoutADatabaseMakesNoClaimAboutOne() throws IOException {
    Promise promise = read("services: {database: none}");

    assertThat(promise.services()).containsExactly("registry", "app");
    assertThat(promise.databasePage()).isEmpty();
    assertThat(promise.claims())
        .contains("same-digest-everywhere")
        .containsExactlyElementsOf(Claims.ofAStack(false));
  }

  @Test
  void aStackWithoutADatabasePageMakesNoClaimThatAsksIt() throws IOException {
    Promise promise = read("database-page: none");

    assertThat(promise.database()).isPresent();
    assertThat(promise.databasePage()).isEmpty();
    assertThat(promise.claims())
        .contains("data-survives", "password-kept")
        .doesNotContain("served-without-the-database", "database-settings");
  }

  @Test
  void commonClaimsStandForThoseThatAnyStackShouldKeep() throws IOException {
    assertThat(read("claims: [limits, common]").claims())
        .contains("limits", "same-digest-everywhere", "data-survives")
        .doesNotContain("common", "visits-counted", "ping-blocked");
    assertThat(read("services: {database: none}\nclaims: [common]").claims())
        .contains("same-digest-everywhere")
        .doesNotContain("data-survives", "limits");
  }

  private Promise read(String text) throws IOException {
    Files.writeString(directory.resolve(Promise.FILE), text);
    return Promise.in(directory);
  }
}
