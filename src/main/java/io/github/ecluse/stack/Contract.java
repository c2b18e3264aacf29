package io.github.ecluse.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
   * @return what Compose makes of it
   * @throws StackRefusedException with the first thing that is not as it should be
   */
  Composition check() {
    checkFiles();
    ComposeFiles files = ComposeFiles.of(stack.path());
    JsonNode config = configuration(stack.path(), files);
    checkConfiguration(config);
    if (!subnets(config).isEmpty()) {
      checkSubnets(config, Engine.local().subnets());
    }
    return Composition.of(files, config);
  }

  /**
   * Looks whether a copy has all that the files name, and shares nothing that may be written to.
   *
   * @param original what Compose makes of the original
   * @throws StackRefusedException with the first thing that it has not, or shares
   */
  void checkCopy(Path copy, Composition original) {
    JsonNode config = configuration(copy, original.files());
    original
        .paths()
        .goneWrongIn(ComposePaths.of(config), real(stack.path()), copy)
        .ifPresent(
            name ->
                refuseUnless(
                    false,
                    "%s is %s, which is not in the gate's copy"
                        .formatted(name, original.paths().paths().get(name)),
                    "name a folder or file of the stack, relative to it: ./…"));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkFiles() {
    for (String file : List.of("build.sh", "app/Dockerfile", "app/app.py")) {
      refuseUnless(Files.isRegularFile(stack.path().resolve(file)), file + " is missing", "add it");
    }
    refuseUnless(
        Files.isExecutable(stack.path().resolve("build.sh")),
        "build.sh is not executable",
        "chmod +x build.sh");
  }

  private JsonNode configuration(Path directory, ComposeFiles files) {
    CommandResult config =
        Command.of("docker", "compose", "config", "--format", "json")
            .in(real(directory))
            .with(settings.environment())
            .with(Map.of("COMPOSE_PROJECT_NAME", settings.name()))
            .run();
    boolean isCopy = !real(directory).equals(real(stack.path()));
    refuseUnless(
        config.succeeded(),
        "Compose refuses %s%s: %s"
            .formatted(isCopy ? "the gate's copy of " : "", files, config.stderr().strip()),
        isCopy ? "name files of the stack only, relative to it: ./…" : "docker compose config");
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
          "Compose finds no service " + service,
          "add the services registry, db and app; one with profiles counts if COMPOSE_PROFILES"
              + " names one of them");
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
        image.equals(settings.repository()) || image.startsWith(settings.repository() + ":"),
        "its image is not named after the registry's port (wanted %s)"
            .formatted(settings.repository()),
        "image: localhost:${REGISTRY_PORT:-5000}/app:latest, in the Compose file and in build.sh");
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
    refuseUnless(
        container.isEmpty(),
        "its container %s has a name of its own, which Testcontainers does not take"
            .formatted(container),
        "remove container_name from the service " + name);
    if (name.equals("app")) {
      checkAddress(service);
    }
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

  /** The gate, and a rolling release, start a second container of it beside the first one. */
  private void checkAddress(JsonNode app) {
    boolean fixed =
        app.path("networks")
            .valueStream()
            .anyMatch(network -> network.has("ipv4_address") || network.has("ipv6_address"));
    refuseUnless(
        !fixed,
        "the service app has a fixed address, which a second container of it could not have",
        "remove ipv4_address and ipv6_address from the service app");
  }

  private static List<String> subnets(JsonNode config) {
    return config
        .path("networks")
        .valueStream()
        .flatMap(network -> network.at("/ipam/config").valueStream())
        .map(range -> range.path("subnet").asText())
        .filter(subnet -> !subnet.isEmpty())
        .toList();
  }

  /**
   * Looks whether the ranges of addresses that its networks ask for are free.
   *
   * @param taken the ranges that networks of the engine have, by the network's name
   */
  void checkSubnets(JsonNode config, Map<String, List<String>> taken) {
    for (String wanted : subnets(config)) {
      taken.forEach(
          (network, ranges) ->
              refuseUnless(
                  ranges.stream().noneMatch(one -> Subnet.of(one).overlaps(Subnet.of(wanted))),
                  "its subnet %s overlaps the network %s, so that no copy can run beside that"
                      .formatted(wanted, network),
                  "docker network rm %s, or remove ipam: from the Compose file"
                      .formatted(network)));
    }
  }

  private void checkFolder(String service, Path source) {
    refuseUnless(
        isOfTheStack(source),
        "the service %s may write to %s, which the gate's copy would share with you"
            .formatted(service, source),
        "mount a named volume, a folder of the stack (./…), or add :ro");
  }

  /** Whether it is in the stack's directory, and no link leads out of that again. */
  private boolean isOfTheStack(Path source) {
    Path root = real(stack.path());
    Path existing = source;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    boolean named = source.startsWith(stack.path().toAbsolutePath()) || source.startsWith(root);
    return named && real(existing).startsWith(root);
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
