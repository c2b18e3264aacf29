package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the services of a stack must keep. The gate breaks them on purpose: it stops all of their
 * processes and changes their packet filter.
 */
final class ServiceRules {
  /** The services of the contract, in the order in which they are started. */
  static final List<String> REQUIRED = List.of("registry", "db", "app");

  private final Settings settings;
  private final Refusals refused;

  ServiceRules(Path stack, Settings settings) {
    this.settings = settings;
    refused = new Refusals(stack);
  }

  /**
   * Checks the services of a configuration.
   *
   * @param config as {@code docker compose config} prints it
   * @throws StackRefusedException with the first thing that is not as it should be
   */
  void check(JsonNode config) {
    JsonNode services = config.path("services");
    for (String service : REQUIRED) {
      refused.unless(
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
  }

  private void checkPorts(JsonNode services) {
    List<String> published =
        Stream.of("registry", "app")
            .flatMap(name -> services.path(name).path("ports").valueStream())
            .map(port -> port.path("published").asText())
            .toList();
    refused.unless(
        Stream.of(settings.registryPort(), settings.appPort())
            .allMatch(port -> published.contains(port.toString())),
        "its ports can't be set from the environment (tried REGISTRY_PORT=%d APP_PORT=%d)"
            .formatted(settings.registryPort(), settings.appPort()),
        "publish 127.0.0.1:${REGISTRY_PORT:-5000}:5000 and 127.0.0.1:${APP_PORT:-8080}:8080");
  }

  private void checkImage(String image) {
    refused.unless(
        image.equals(settings.repository()) || image.startsWith(settings.repository() + ":"),
        "its image is not named after the registry's port (wanted %s)"
            .formatted(settings.repository()),
        "image: localhost:${REGISTRY_PORT:-5000}/app:latest, in the Compose file and in build.sh");
  }

  private void checkService(String name, JsonNode service) {
    String container = service.path("container_name").asText();
    refused.unless(
        container.isEmpty() || container.contains(settings.name()),
        "its container %s would take the name of one of yours".formatted(container),
        "remove container_name from the service " + name);
    refused.unless(
        container.isEmpty(),
        "its container %s has a name of its own, which a second container could not have"
            .formatted(container),
        "remove container_name from the service " + name);
    if (name.equals("app")) {
      checkAddress(service);
    }
    for (String shared : List.of("network_mode", "pid")) {
      String with = service.path(shared).asText();
      refused.unless(
          !with.equals("host") && !with.startsWith("container:"),
          "what the gate does to the service %s would be done to all of %s".formatted(name, with),
          "remove %s from the service %s".formatted(shared, name));
    }
  }

  /** The gate, and a rolling release, start a second container of it beside the first one. */
  private void checkAddress(JsonNode app) {
    boolean fixed =
        app.path("networks")
            .valueStream()
            .anyMatch(network -> network.has("ipv4_address") || network.has("ipv6_address"));
    refused.unless(
        !fixed,
        "the service app has a fixed address, which a second container of it could not have",
        "remove ipv4_address and ipv6_address from the service app");
  }
}
