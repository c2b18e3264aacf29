package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the gate's copy out of what collects, keeps and does things for the user's stack, by a
 * Compose file that is laid over the others: servers of logs, caches of builds, and programs that
 * act on containers by their labels.
 */
final class QuietServices {
  /** What the file is called in the copy. */
  static final String FILE = "ecluse-quiet.yml";

  /** The logs of these stay with the container. */
  private static final Set<String> OWN_LOGS = Set.of("", "json-file", "local", "none");

  /** A cache in the image itself. */
  private static final String INLINE = "type=inline";

  /** Labels by which jobs are run in a container, or it is stopped, restarted or updated. */
  private static final List<String> SWITCHES =
      List.of(
          "autoheal",
          "chadburn.enabled",
          "com.centurylinklabs.watchtower.enable",
          "diun.enable",
          "docker-volume-backup.stop-during-backup",
          "ofelia.enabled");

  private QuietServices() {}

  /**
   * Writes the file into a copy of a stack, if it needs one.
   *
   * @param config as {@code docker compose config} prints it there
   */
  static void giveTo(Path copy, JsonNode config) {
    String overlay = overlay(config);
    if (overlay.isEmpty()) {
      return;
    }
    try {
      Files.writeString(copy.resolve(FILE), overlay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file's text; empty if nothing is to be changed. */
  static String overlay(JsonNode config) {
    StringBuilder services = new StringBuilder();
    for (Map.Entry<String, JsonNode> service : config.path("services").properties()) {
      String settings = settings(service.getValue());
      if (!settings.isEmpty()) {
        services.append("  \"%s\":\n%s".formatted(service.getKey(), settings));
      }
    }
    return services.isEmpty() ? "" : "services:\n" + services;
  }

  private static String settings(JsonNode service) {
    StringBuilder settings = new StringBuilder();
    if (!OWN_LOGS.contains(service.at("/logging/driver").asText())) {
      settings.append("    logging: !override {driver: local}\n");
    }
    if (service.at("/build/cache_to").valueStream().anyMatch(QuietServices::isElsewhere)) {
      settings.append("    build: {cache_to: !reset []}\n");
    }
    ObjectNode labels = new ObjectMapper().createObjectNode();
    SWITCHES.stream()
        .filter(service.path("labels")::has)
        .forEach(label -> labels.put(label, "false"));
    return labels.isEmpty() ? settings.toString() : settings + "    labels: %s\n".formatted(labels);
  }

  private static boolean isElsewhere(JsonNode cache) {
    return !cache.asText().startsWith(INLINE);
  }
}
