package io.github.ecluse.init;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Guesses what a stack promises, from Compose's configuration and the files beside it. */
final class Guess {
  private static final Pattern REGISTRY = Pattern.compile("(.*/)?(registry|distribution)(:.*)?");
  private static final Pattern DATABASE =
      Pattern.compile("(?:.*/)?[\\w-]*?(mariadb|mysql|postgres|postgis)[\\w-]*(?:[:@].*)?");
  private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1):\\d+/.*");
  private static final Pattern HEALTH_PATH =
      Pattern.compile("(?:https?://[^/\\s\"']+|(?:GET|HEAD) )(/[^\\s\"'\\\\|;]*)");
  private static final List<String> SCRIPTS = List.of("build.sh", "deploy.sh", "release.sh");

  private final Path directory;
  private final JsonNode services;
  private final Findings findings = new Findings();

  private Guess(Path directory, JsonNode config) {
    this.directory = directory;
    services = config.path("services");
  }

  /**
   * Guesses.
   *
   * @param config as {@code docker compose config} prints it
   */
  static Findings of(Path directory, JsonNode config) {
    Guess guess = new Guess(directory, config);
    guess.services();
    return guess.findings;
  }

  private void services() {
    findings.line("services:");
    Optional<String> registry = byImage(REGISTRY);
    registry.ifPresentOrElse(
        name -> findings.guess("  registry: " + name, "it runs " + image(name)),
        () ->
            findings.unknown(
                "which service is the registry; add one with the image registry:2, which publishes"
                    + " a port"));
    Optional<String> database = byImage(DATABASE);
    Optional<String> application = application(registry, database);
    application.ifPresentOrElse(
        name -> findings.guess("  application: " + name, "it is built here or pushed"),
        () ->
            findings.unknown(
                "which service is the application; its image is named localhost:<registry's"
                    + " port>/<name>:latest"));
    database.ifPresentOrElse(
        name ->
            findings.guess(
                "  database: {name: %s, kind: %s}".formatted(name, kind(name)),
                "it runs " + image(name)),
        () ->
            findings.guess(
                "  database: none", "no service runs MariaDB, MySQL or PostgreSQL by its name"));
    deploy();
    application.ifPresent(this::ofApplication);
    application.ifPresent(this::claims);
  }

  private Optional<String> byImage(Pattern pattern) {
    return services.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> pattern.matcher(image(name)).matches() && !isBuilt(name))
        .findFirst();
  }

  private Optional<String> application(Optional<String> registry, Optional<String> database) {
    List<String> built =
        services.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> isBuilt(name) || LOCAL.matcher(image(name)).matches())
            .filter(name -> registry.filter(name::equals).isEmpty())
            .filter(name -> database.filter(name::equals).isEmpty())
            .toList();
    if (built.size() > 1) {
      findings.unknown(
          "which of %s the gate should act on; put its name at 'application'"
              .formatted(String.join(", ", built)));
    }
    return built.stream()
        .filter(name -> !services.path(name).path("ports").isEmpty())
        .findFirst()
        .or(() -> built.stream().findFirst());
  }

  private boolean isBuilt(String name) {
    return services.path(name).has("build");
  }

  private String image(String name) {
    return services.path(name).path("image").asText();
  }

  private String kind(String database) {
    Matcher matcher = DATABASE.matcher(image(database));
    String found = matcher.matches() ? matcher.group(1) : "";
    return found.startsWith("postg") ? "postgresql" : found;
  }

  private void deploy() {
    Optional<String> script =
        SCRIPTS.stream().filter(name -> Files.isExecutable(directory.resolve(name))).findFirst();
    script.ifPresentOrElse(
        name -> findings.guess("deploy: ./" + name, "that script is there"),
        () -> {
          findings.line(
              "deploy: docker compose build && docker compose push && docker compose up -d --wait");
          findings.unknown(
              "the command that builds, pushes and deploys; this one is Compose's own");
        });
  }

  private void ofApplication(String name) {
    if (!LOCAL.matcher(image(name)).matches()) {
      findings.unknown(
          "the repository: the image of %s is '%s'; name it localhost:<registry's port>/%s:latest"
              .formatted(name, image(name), name));
    }
    findings.line("page: /");
    Matcher health = HEALTH_PATH.matcher(services.path(name).at("/healthcheck/test").toString());
    if (health.find()) {
      findings.guess(
          "health: " + health.group(1), "the health check of %s asks it".formatted(name));
    } else {
      findings.line("health: /");
      findings.unknown("the health page: the health check of %s asks none".formatted(name));
    }
    change(name);
  }

  /** Any stack should keep the common ones; of the others, those that its files speak of. */
  private void claims(String application) {
    List<String> claims = new ArrayList<>(List.of("common"));
    if (services.path(application).path("cap_add").toString().contains("NET_ADMIN")) {
      claims.add("ping-blocked");
    }
    if (services.valueStream().allMatch(Guess::hasLimits)) {
      claims.add("limits");
    }
    findings.guess(
        "claims: [%s] # more of them: docs/claims.md".formatted(String.join(", ", claims)),
        "any stack should keep the common ones");
  }

  private static boolean hasLimits(JsonNode service) {
    return service.has("mem_limit") && service.has("pids_limit") && service.has("read_only");
  }

  private void change(String name) {
    boolean hasDockerfile =
        isBuilt(name)
            || Stream.of(name + "/Dockerfile", "app/Dockerfile", "Dockerfile")
                .anyMatch(path -> Files.isRegularFile(directory.resolve(path)));
    if (hasDockerfile) {
      findings.guess("change: {label: io.github.ecluse.release}", "the image has a Dockerfile");
    } else {
      findings.line("# change: {file: src/index.html, replace: Hello, by: 'Hello {release}'}");
      findings.unknown(
          "how a release is made new: there is no Dockerfile; name a text of a file at 'change'");
    }
  }
}
