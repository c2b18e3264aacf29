package io.github.ecluse.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a directory must keep so that the gate can act on a copy of it, and on nothing else: the
 * files, the services, settings from the environment, and no name or folder that a stack of the
 * user's own would share with the copy.
 */
final class Contract {
  private final StackDirectory stack;
  private final Settings settings;

  Contract(StackDirectory stack, Settings settings) {
    this.stack = stack;
    this.settings = settings;
  }

  /**
   * Looks whether it is kept, before anything is started.
   *
   * @return the names of the images that the services run
   * @throws StackRefusedException with the first thing that is not as it should be
   */
  Set<String> check() {
    checkFiles();
    JsonNode config = configuration();
    checkConfiguration(config);
    return config
        .path("services")
        .valueStream()
        .map(service -> service.path("image").asText())
        .filter(image -> !image.isEmpty())
        .collect(Collectors.toSet());
  }

  private void checkFiles() {
    for (String file : List.of("compose.yml", "build.sh", "app/Dockerfile")) {
      refuseUnless(Files.isRegularFile(stack.path().resolve(file)), file + " is missing", "add it");
    }
    refuseUnless(
        Files.isExecutable(stack.path().resolve("build.sh")),
        "build.sh is not executable",
        "chmod +x build.sh");
  }

  private JsonNode configuration() {
    CommandResult config =
        Command.of("docker", "compose", "config", "--format", "json")
            .in(stack.path())
            .with(settings.environment(stack.composeFiles()))
            .with(Map.of("COMPOSE_PROJECT_NAME", settings.name()))
            .run();
    refuseUnless(
        config.succeeded(),
        "Compose refuses compose.yml: " + config.stderr().strip(),
        "docker compose config");
    try {
      return new ObjectMapper().readTree(config.stdout());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Compose printed no JSON: " + config.stdout(), e);
    }
  }

  /** Looks at what Compose makes of the files, as JSON. */
  void checkConfiguration(JsonNode config) {
    JsonNode services = config.path("services");
    for (String service : Stack.SERVICES) {
      refuseUnless(
          services.has(service),
          "compose.yml has no service " + service,
          "add the services registry, db and app");
    }
    if (!Settings.portsAreFixed()) {
      checkPorts(services);
      checkImage(services.path("app").path("image").asText());
    }
    services.properties().forEach(entry -> checkService(entry.getKey(), entry.getValue()));
    checkNames("volume", config.path("volumes"));
    checkNames("network", config.path("networks"));
  }

  private void checkPorts(JsonNode services) {
    List<String> published =
        Stream.of("registry", "app")
            .flatMap(name -> services.path(name).path("ports").valueStream())
            .map(port -> port.path("published").asText())
            .toList();
    refuseUnless(
        Stream.of(settings.registryPort(), settings.appPort())
            .allMatch(port -> published.contains(port.toString())),
        "its ports can't be set from the environment (tried REGISTRY_PORT=%d APP_PORT=%d)"
            .formatted(settings.registryPort(), settings.appPort()),
        "publish 127.0.0.1:${REGISTRY_PORT:-5000}:5000 and 127.0.0.1:${APP_PORT:-8080}:8080");
  }

  private void checkImage(String image) {
    refuseUnless(
        image.startsWith(settings.repository() + ":"),
        "its image is not named after the registry's port (wanted %s)"
            .formatted(settings.repository()),
        "image: localhost:${REGISTRY_PORT:-5000}/app:latest, in compose.yml and in build.sh");
  }

  /**
   * The gate breaks services on purpose: stops all their processes, changes their packet filter.
   */
  private void checkService(String name, JsonNode service) {
    String container = service.path("container_name").asText();
    refuseUnless(
        container.isEmpty() || container.contains(settings.name()),
        "its container %s would take the name of one of yours".formatted(container),
        "remove container_name from the service " + name);
    for (String shared : List.of("network_mode", "pid")) {
      String with = service.path(shared).asText();
      refuseUnless(
          !with.equals("host") && !with.startsWith("container:"),
          "what the gate does to the service %s would be done to all of %s".formatted(name, with),
          "remove %s from the service %s".formatted(shared, name));
    }
    service
        .path("volumes")
        .valueStream()
        .filter(mount -> mount.path("type").asText().equals("bind"))
        .filter(mount -> !mount.path("read_only").asBoolean())
        .map(mount -> Path.of(mount.path("source").asText()))
        .forEach(source -> checkFolder(name, source));
  }

  private void checkFolder(String service, Path source) {
    refuseUnless(
        source.startsWith(stack.path().toAbsolutePath()),
        "the service %s may write to %s, which the gate's copy would share with you"
            .formatted(service, source),
        "mount a named volume, a folder of the stack (./…), or add :ro");
  }

  /** A volume of yours would be written to, and removed in the end. */
  private void checkNames(String kind, JsonNode declared) {
    for (Map.Entry<String, JsonNode> entry : declared.properties()) {
      JsonNode values = entry.getValue();
      refuseUnless(
          !values.path("external").asBoolean()
              && values.path("name").asText().contains(settings.name()),
          "its %s %s has a fixed name, which the gate's copy would share with you"
              .formatted(kind, entry.getKey()),
          "remove name: and external: from the " + kind + " " + entry.getKey());
    }
  }

  private void refuseUnless(boolean kept, String why, String remedy) {
    if (!kept) {
      throw new StackRefusedException(stack.path(), why, remedy);
    }
  }
}
