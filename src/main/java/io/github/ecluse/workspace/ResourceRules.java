package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    config
        .path("volumes")
        .properties()
        .forEach(entry -> checkStorage(entry.getKey(), entry.getValue()));
    checkNames("network", config.path("networks"));
    config
        .path("networks")
        .properties()
        .forEach(entry -> checkInterface(entry.getKey(), entry.getValue()));
  }

  private void checkFolders(String service, JsonNode values) {
    values
        .path("volumes")
        .valueStream()
        .filter(mount -> mount.path("type").asText().equals("bind"))
        .forEach(mount -> checkMount(service, mount));
    values
        .path("volumes_from")
        .valueStream()
        .map(JsonNode::asText)
        .filter(from -> from.startsWith("container:"))
        .forEach(
            from -> {
              throw refused.because(
                  "the service %s has the volumes of %s, which is no container of the stack"
                      .formatted(service, from),
                  "remove volumes_from from the service %s, or name a service there"
                      .formatted(service),
                  "services",
                  service,
                  "volumes_from",
                  from);
            });
  }

  private void checkMount(String service, JsonNode mount) {
    String source = ComposeText.of(mount.path("source"));
    refused.unless(
        isOfTheStack(source) || !isSocket(source),
        "the service %s has the socket %s, by which the gate's copy would ask a program of yours"
            .formatted(service, source),
        "remove it, as :ro keeps no request out, or leave the service out: " + EngineRules.LEFT_OUT,
        "services",
        service,
        "volumes",
        mount.path("target").asText());
    refused.unless(
        isOfTheStack(source) || mount.path("read_only").asBoolean(),
        "the service %s may write to %s, which the gate's copy would share with you"
            .formatted(service, source),
        "mount a named volume, a folder of the stack (./…), or add :ro",
        "services",
        service,
        "volumes",
        mount.path("target").asText());
  }

  private static boolean isSocket(String source) {
    Path path = Path.of(source);
    return Files.exists(path)
        && !Files.isDirectory(path)
        && !Files.isRegularFile(path)
        && !path.startsWith("/dev");
  }

  /** Returns whether it is in the stack's directory, and no link leads out of that again. */
  private boolean isOfTheStack(String source) {
    Path root = RealPath.of(stack);
    Path path = Path.of(source);
    boolean named = path.startsWith(stack.toAbsolutePath()) || path.startsWith(root);
    return named && RealPath.ofNearest(path).startsWith(root);
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

  /** Under a name of its own, a network may still be one to which this machine belongs. */
  private void checkInterface(String network, JsonNode values) {
    for (String option : List.of("parent", "com.docker.network.bridge.name")) {
      String device = ComposeText.of(values.path("driver_opts").path(option));
      refused.unless(
          device.isEmpty(),
          "its network %s is on %s of this machine, which the gate's copy would share with you"
              .formatted(network, device),
          "remove driver: and driver_opts: from the network " + network,
          "networks",
          network,
          "driver_opts",
          option);
    }
  }

  /** Under a name of its own, a volume may still be a folder of the host or of a server. */
  private void checkStorage(String volume, JsonNode values) {
    String driver = values.path("driver").asText("local");
    refused.unless(
        driver.equals("local"),
        "its volume %s has the driver %s, whose data the gate's copy could share with you"
            .formatted(volume, driver),
        "remove driver: from the volume " + volume,
        "volumes",
        volume,
        "driver");
    JsonNode options = values.path("driver_opts");
    String device = ComposeText.of(options.path("device"));
    refused.unless(
        device.isEmpty() || options.path("type").asText().equals("tmpfs") || isOfTheStack(device),
        "its volume %s is %s, which the gate's copy would share with you".formatted(volume, device),
        "remove driver_opts: from the volume %s, or name a folder of the stack (./…)"
            .formatted(volume),
        "volumes",
        volume,
        "driver_opts",
        "device");
  }
}
