package io.github.ecluse.init;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The services of a Compose configuration, and the part that each seems to have. */
final class ConfiguredServices {
  private static final Pattern REGISTRY = Pattern.compile("(.*/)?(registry|distribution)(:.*)?");
  private static final Pattern DATABASE =
      Pattern.compile("(?:.*/)?[\\w-]*?(mariadb|mysql|postgres|postgis)[\\w-]*(?:[:@].*)?");
  private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1):\\d+/.*");

  private final JsonNode services;

  ConfiguredServices(JsonNode services) {
    this.services = services;
  }

  Optional<String> registry() {
    return byImage(REGISTRY);
  }

  Optional<String> database() {
    return byImage(DATABASE);
  }

  private Optional<String> byImage(Pattern pattern) {
    return names()
        .filter(name -> pattern.matcher(image(name)).matches() && !isBuilt(name))
        .findFirst();
  }

  /** Returns MariaDB, MySQL or PostgreSQL, as ecluse.yml names it. */
  String kind(String database) {
    Matcher matcher = DATABASE.matcher(image(database));
    String found = matcher.matches() ? matcher.group(1) : "";
    return found.startsWith("postg") ? "postgresql" : found;
  }

  /**
   * Returns the services that may be the application, the likeliest first: one that waits for the
   * database, then one that publishes a port. A job that ends is none, nor is a service that runs
   * the image of another one.
   */
  List<String> applications() {
    List<String> built = names().filter(name -> isBuilt(name) || isInTheRegistry(name)).toList();
    List<String> none = Stream.concat(registry().stream(), database().stream()).toList();
    Comparator<String> likeliest =
        Comparator.comparing(
                (String name) -> database().filter(db -> dependsOn(name).has(db)).isEmpty())
            .thenComparing(name -> !publishes(name));
    return built.stream()
        .filter(name -> !none.contains(name))
        .filter(name -> !isJob(name) && built.stream().noneMatch(one -> isCopy(name, one)))
        .sorted(likeliest)
        .toList();
  }

  /** A migration: others wait for its end. */
  private boolean isJob(String name) {
    return services
        .valueStream()
        .map(service -> service.path("depends_on").path(name).path("condition").asText())
        .anyMatch("service_completed_successfully"::equals);
  }

  /** A worker: it runs the image of another service, which is built or serves. */
  private boolean isCopy(String name, String other) {
    return !name.equals(other)
        && !image(name).isEmpty()
        && image(name).equals(image(other))
        && !publishes(name)
        && (publishes(other) || (isBuilt(other) && !isBuilt(name)));
  }

  private boolean publishes(String name) {
    return !services.path(name).path("ports").isEmpty();
  }

  private JsonNode dependsOn(String name) {
    return services.path(name).path("depends_on");
  }

  Stream<String> names() {
    return services.properties().stream().map(Map.Entry::getKey);
  }

  JsonNode service(String name) {
    return services.path(name);
  }

  String image(String name) {
    return services.path(name).path("image").asText();
  }

  boolean isBuilt(String name) {
    return services.path(name).has("build");
  }

  boolean isInTheRegistry(String name) {
    return LOCAL.matcher(image(name)).matches();
  }
}
