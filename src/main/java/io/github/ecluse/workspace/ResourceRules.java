package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a copy must not share with a stack of the user's own: folders, volumes and networks. */
final class ResourceRules {
  private final Path stack;
  private final Settings settings;
  private final Refusals refused;

  ResourceRules(Path stack, Settings settings, Refusals refused) {
    this.stack = stack;
    this.settings = settings;
    this.refused = refused;
  }

  /**
   * Checks the folders and names of a configuration.
   *
   * @param config as {@code docker compose config} prints it
   * @throws StackRefusedException with the first one that would be shared
   */
  void check(JsonNode config) {
    config
        .path("services")
        .properties()
        .forEach(entry -> checkFolders(entry.getKey(), entry.getValue()));
    checkNames("volume", config.path("volumes"));
    checkNames("network", config.path("networks"));
  }

  private void checkFolders(String service, JsonNode values) {
    values
        .path("volumes")
        .valueStream()
        .filter(mount -> mount.path("type").asText().equals("bind"))
        .filter(mount -> !mount.path("read_only").asBoolean())
        .forEach(
            mount ->
                refused.unless(
                    isOfTheStack(Path.of(mount.path("source").asText())),
                    "the service %s may write to %s, which the gate's copy would share with you"
                        .formatted(service, mount.path("source").asText()),
                    "mount a named volume, a folder of the stack (./…), or add :ro",
                    "services",
                    service,
                    "volumes",
                    mount.path("target").asText()));
  }

  /** Returns whether it is in the stack's directory, and no link leads out of that again. */
  private boolean isOfTheStack(Path source) {
    Path root = RealPath.of(stack);
    Path existing = source;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    boolean named = source.startsWith(stack.toAbsolutePath()) || source.startsWith(root);
    return named && RealPath.of(existing).startsWith(root);
  }

  /** A volume of the user's would be written to, and removed in the end. */
  private void checkNames(String kind, JsonNode declared) {
    for (Map.Entry<String, JsonNode> entry : declared.properties()) {
      JsonNode values = entry.getValue();
      refused.unless(
          !values.path("external").asBoolean()
              && values.path("name").asText().contains(settings.name()),
          "its %s %s has a fixed name, which the gate's copy would share with you"
              .formatted(kind, entry.getKey()),
          "remove name: and external: from the " + kind + " " + entry.getKey(),
          kind + "s",
          entry.getKey(),
          values.path("external").asBoolean() ? "external" : "name");
    }
  }
}
