package io.github.ecluse.promise;

import io.github.ecluse.claims.Claims;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of {@code ecluse.yml}, each with its default. */
final class PromiseFile {
  static final List<String> KEYS =
      List.of(
          "services",
          "deploy",
          "repository",
          "dockerfile",
          "page",
          "health",
          "database-page",
          "change",
          "claims");

  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9._-]+");
  private static final Pattern PATH = Pattern.compile("/[^\\s]*");
  private static final Pattern FILE = Pattern.compile("(?!/)(?!(.*/)?\\.\\.(/|$))[^\\n]+");
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Pattern COMMAND = Pattern.compile("(?s).*\\S.*");
  private static final Pattern ANY = Pattern.compile("(?s).+");
  private static final Pattern NEW_EACH_TIME =
      Pattern.compile("(?s).*" + Pattern.quote(Change.RELEASE) + ".*");
  private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");

  /** In the list of claims, it stands for those that any stack should keep. */
  private static final String COMMON = "common";

  /** Compose reads both endings, so that people expect the other one, too. */
  private static final String OTHER_NAME = "ecluse.yaml";

  private static final String NONE = "none";
  private static final String DEFAULT_LABEL = "io.github.ecluse.release";
  private static final String A_SERVICE = "the name of a service in the Compose file";

  private final Section keys;
  private final Section services;

  private PromiseFile(Section keys) {
    this.keys = keys;
    services = keys.section("services", List.of("registry", "application", "database"));
  }

  /**
   * Reads a file; if there is none, it has no key.
   *
   * @throws PromiseException with the first mistake in its keys
   */
  static PromiseFile of(Path file) {
    // A link that leads nowhere is there, too: read, it is a mistake.
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new PromiseFile(Section.of(PromiseText.read(file), KEYS));
    }
    if (Files.exists(file.resolveSibling(OTHER_NAME))) {
      throw new PromiseException(
          1, "the file %s is not read; allowed: the name %s".formatted(OTHER_NAME, Promise.FILE));
    }
    return new PromiseFile(Section.empty());
  }

  String registry() {
    return services.text("registry", SERVICE, A_SERVICE).orElse("registry");
  }

  String application() {
    return services.text("application", SERVICE, A_SERVICE).orElse("app");
  }

  String deploy() {
    return keys.text("deploy", COMMAND, "a command, such as ./build.sh").orElse("./build.sh");
  }

  Optional<String> repository() {
    return keys.text(
        "repository",
        REPOSITORY,
        "small letters and digits without the registry's address, such as shop/web");
  }

  Optional<String> dockerfile() {
    return keys.text("dockerfile", FILE, "a file below this folder, such as app/Dockerfile");
  }

  String page() {
    return path("page").orElse("/");
  }

  String health() {
    return path("health").orElse("/health");
  }

  private Optional<String> path(String key) {
    return keys.text(key, PATH, "a path that begins with / and has no blanks");
  }

  Map<String, Integer> lines() {
    return Map.copyOf(keys.lines());
  }

  Optional<Database> database() {
    if (services.is("database", NONE)) {
      return Optional.empty();
    }
    Section database =
        services.section("database", List.of("name", "kind"), "the keys name and kind, or none");
    String kinds = String.join(", ", Database.Kind.names());
    String kind =
        database
            .text("kind", Pattern.compile(kinds.replace(", ", "|")), kinds)
            .orElse(Database.Kind.MARIADB.toString());
    String name = database.text("name", SERVICE, A_SERVICE).orElse("db");
    return Optional.of(new Database(name, Database.Kind.of(kind)));
  }

  Optional<String> databasePage(boolean withDatabase) {
    boolean isAbsent = !withDatabase && !keys.has("database-page");
    if (isAbsent || keys.is("database-page", NONE)) {
      return Optional.empty();
    }
    if (!withDatabase) {
      throw new PromiseException(
          keys.lines().get("database-page"),
          "'database-page' needs a database; allowed: none, or no such key, with 'database: none'");
    }
    return keys.text("database-page", PATH, "a path that begins with / and has no blanks, or none")
        .or(() -> Optional.of("/db"));
  }

  Change change() {
    List<String> allowed = List.of("file", "replace", "by", "argument", "label");
    Section change = keys.section("change", allowed);
    Optional<String> file = change.text("file", FILE, "a file below this folder");
    Optional<String> replace = change.text("replace", ANY, "a text that the file has");
    Optional<String> by =
        change.text(
            "by", NEW_EACH_TIME, "the text instead of it, with " + Change.RELEASE + " in it");
    Optional<String> argument =
        change.text("argument", ARGUMENT, "the name of a build argument: letters, digits and _");
    Optional<String> label =
        change.text("label", LABEL, "the key of a label: small letters, digits, '.', '_' and '-'");
    boolean isOfFile = file.isPresent() && replace.isPresent() && by.isPresent();
    boolean isOfPart = file.isPresent() || replace.isPresent() || by.isPresent();
    long ways = Stream.of(isOfPart, argument.isPresent(), label.isPresent()).filter(b -> b).count();
    if (ways > 1 || isOfPart != isOfFile || (keys.has("change") && ways == 0)) {
      throw change.mistake(
          "must name one way; allowed: file, replace and by together, or argument, or label");
    }
    if (isOfFile) {
      return new Change.File(file.get(), replace.get(), by.get());
    }
    return argument
        .<Change>map(Change.Argument::new)
        .orElseGet(() -> new Change.Label(label.orElse(DEFAULT_LABEL)));
  }

  Set<String> claims(boolean withDatabase, boolean withDatabasePage) {
    Set<String> possible = Claims.ofAStack(withDatabase);
    if (!withDatabasePage) {
      possible.removeAll(Claims.ofADatabasePage());
    }
    List<String> known = new ArrayList<>(List.of(COMMON));
    known.addAll(Claims.ofAStack(true));
    Set<String> named =
        new LinkedHashSet<>(
            keys.names("claims", known, "common, and names of docs/what-claims-ask.md")
                .orElse(List.copyOf(possible)));
    if (named.remove(COMMON)) {
      named.addAll(Claims.common(withDatabase));
    }
    Optional<String> impossible =
        named.stream().filter(name -> !possible.contains(name)).findFirst();
    if (impossible.isPresent()) {
      throw new PromiseException(
          keys.lines().get("claims"),
          (withDatabase
                  ? "'%s' of 'claims' needs a page that asks the database; allowed: no such claim"
                      + " with 'database-page: none'"
                  : "'%s' of 'claims' needs a database; allowed: no such claim with 'database:"
                      + " none'")
              .formatted(impossible.get()));
    }
    return named;
  }
}
