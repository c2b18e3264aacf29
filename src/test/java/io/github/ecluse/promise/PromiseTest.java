package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser of {@code ecluse.yml}, and its schema, which must say the same of each file. */
class PromiseTest {
  /** Both the parser and the schema take these. */
  static Stream<String> good() {
    return Stream.of(
        "{}",
        "page: /start",
        "page: '/suche?q=ä'",
        "services: {registry: store, application: web, database: {name: data, kind: mysql}}",
        "services: {database: none}",
        "services: {database: {}}\ndatabase-page: none\nclaims: [common]",
        "services: {database: none}\nclaims: [ping-blocked]",
        "services: {database: none}\ndatabase-page: none",
        "claims: []",
        "claims: [common]",
        "services: {database: none}\nclaims: [common, limits]",
        "claims:\n  - same-digest-everywhere\n  - served-without-the-database",
        "deploy: make deploy && make check",
        "deploy: |\n  make\n  make deploy",
        "repository: team/shop-web",
        "dockerfile: docker/Dockerfile.web",
        "dockerfile: ..data/Dockerfile",
        "change: {label: org.example.release}",
        "change: {argument: RELEASE}",
        "change: {file: src/page.html, replace: Hello, by: 'Hello {release}'}");
  }

  /** Both the parser and the schema refuse these. */
  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("", 1, "the file says nothing; allowed: at least one key"),
        Arguments.of("\n# only a comment\n", 1, "the file says nothing"),
        Arguments.of("null", 1, "the file is empty; allowed: keys with values"),
        Arguments.of("- page", 1, "the file is a list; allowed: keys with values"),
        Arguments.of("\n\npages: /", 3, "'pages' is not a key; allowed: services, deploy, "),
        Arguments.of(
            "services:\n  registry: r\n  databse: none",
            3,
            "'databse' is not a key of 'services'; allowed: registry, application, database"),
        Arguments.of("services: db", 1, "'services' is a text; allowed: the keys registry, "),
        Arguments.of("services:", 1, "'services' is empty; allowed: the keys registry, "),
        Arguments.of("services: {registry: 7}", 1, "'services.registry' is a number; allowed: the"),
        Arguments.of("services: {registry: a b}", 1, "'services.registry' is 'a b'; allowed: the "),
        Arguments.of(
            "services: {database: db}",
            1,
            "'services.database' is a text; allowed: the keys name and kind, or none"),
        Arguments.of(
            "services:\n  database:\n    kind: oracle",
            3,
            "'services.database.kind' is 'oracle'; allowed: mariadb, mysql, postgresql"),
        Arguments.of("services: {database: {port: 5}}", 1, "'port' is not a key of 'services.data"),
        Arguments.of("page: index", 1, "'page' is 'index'; allowed: a path that begins with /"),
        Arguments.of("page: /a b", 1, "'page' is '/a b'; allowed: a path that begins with /"),
        Arguments.of("page: [/]", 1, "'page' is a list; allowed: a path that begins with /"),
        Arguments.of("page: {}", 1, "'page' is a mapping; allowed: a path that begins with /"),
        Arguments.of("page: true", 1, "'page' is a yes or no; allowed: a path that begins with /"),
        Arguments.of("page: 1.5", 1, "'page' is a number; allowed: a path that begins with /"),
        Arguments.of("deploy: ' '", 1, "'deploy' is ' '; allowed: a command, such as ./build.sh"),
        Arguments.of("repository: Shop", 1, "'repository' is 'Shop'; allowed: small letters and "),
        Arguments.of("repository: shop:1", 1, "'repository' is 'shop:1'; allowed: small letters"),
        Arguments.of("dockerfile: /etc/x", 1, "'dockerfile' is '/etc/x'; allowed: a file below"),
        Arguments.of("dockerfile: a/../../b", 1, "'dockerfile' is 'a/../../b'; allowed: a file"),
        Arguments.of("change: {}", 1, "'change' must name one way; allowed: file, replace and by"),
        Arguments.of("change: {file: a}", 1, "'change' must name one way; allowed: file, r"),
        Arguments.of("change: {label: a, argument: b}", 1, "'change' must name one way; allowed: "),
        Arguments.of(
            "change: {file: a, replace: b, by: c}",
            1,
            "'change.by' is 'c'; allowed: the text instead of it, with {release} in it"),
        Arguments.of(
            "repository: localhost:5000/shop",
            1,
            "'repository' is 'localhost:5000/shop'; allowed: small letters and digits without the registry's address"),
        Arguments.of("change: {label: A B}", 1, "'change.label' is 'A B'; allowed: the key of a l"),
        Arguments.of("change: {argument: 1a}", 1, "'change.argument' is '1a'; allowed: the name o"),
        Arguments.of(
            "claims: same-digest-everywhere",
            1,
            "'claims' is a text; allowed: a list, such as [common]"),
        Arguments.of(
            "claims:\n  - same-digest-everywhere\n  - fast",
            3,
            "'fast' of 'claims' is unknown; allowed: common, and names of docs/what-claims-ask.md"),
        Arguments.of(
            "claims: [limit]",
            1,
            "'limit' of 'claims' is unknown; allowed: common, and names of docs/what-claims-ask.md;"
                + " similar: limits"),
        Arguments.of(
            "claims:\n  - limits\n  - limits",
            3,
            "'limits' of 'claims' stands twice; allowed: once"),
        Arguments.of(
            "services: {database: none}\ndatabase-page: /db",
            2,
            "'database-page' needs a database; allowed: none, or no such key, with 'database: none'"),
        Arguments.of(
            "services: {database: none}\n\nclaims: [served-without-the-database]",
            3,
            "'served-without-the-database' of 'claims' needs a database; allowed: no such claim"
                + " with"),
        Arguments.of(
            "services: {database: none}\nclaims: [healthy-once-reached]",
            2,
            "'healthy-once-reached' of 'claims' needs a database; allowed: no such claim with"),
        Arguments.of("database-page: nothing", 1, "'database-page' is 'nothing'; allowed: a path"),
        Arguments.of(
            "database-page: none\nclaims: [served-without-the-database]",
            2,
            "'served-without-the-database' of 'claims' needs a page that asks the database; allo"));
  }

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("good")
  void aGoodFileIsTakenByParserAndSchema(String text) throws IOException {
    assertThatCode(() -> WrittenPromise.read(directory, text)).doesNotThrowAnyException();
    assertThat(PromiseSchema.violations(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadValueIsRefusedByParserAndSchema(String text, int line, String problem)
      throws IOException {
    WrittenPromise.assertRefused(directory, text, line, problem);
    assertThat(PromiseSchema.violations(text)).as("what the schema says of %s", text).isNotEmpty();
  }
}
