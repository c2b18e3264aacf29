package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.promise.Promise;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the services of a stack must keep. The gate breaks them on purpose: it stops all of their
 * processes and changes their packet filter.
 */
final class ServiceRules {
  private final Promise promise;
  private final Settings settings;
  private final Refusals refused;

  ServiceRules(Promise promise, Settings settings, Refusals refused) {
    this.promise = promise;
    this.settings = settings;
    this.refused = refused;
  }

  /**
   * Checks the services of a configuration.
   *
   * @param config as {@code docker compose config} prints it
   * @throws StackRefusedException with the first thing that is not as it should be
   * @throws io.github.ecluse.promise.PromiseException if {@code ecluse.yml} names no service of it
   */
  void check(JsonNode config) {
    JsonNode services = config.path("services");
    checkService("services.registry", promise.registry(), services);
    promise
        .databaseService()
        .ifPresent(
            name ->
                checkService(
                    promise.says("services.database.name")
                        ? "services.database.name"
                        : "services.database",
                    name,
                    services));
    checkService("services.application", promise.application(), services);
    Ports ports = new PortRules(promise, settings, refused).check(config);
    checkImage(services.path(promise.application()).path("image").asText(), ports);
    promise.services().forEach(name -> checkIsOne(name, services.path(name)));
    services.properties().forEach(entry -> checkService(entry.getKey(), entry.getValue()));
  }

  private void checkIsOne(String name, JsonNode service) {
    boolean isScaled = service.has("scale");
    int containers = (isScaled ? service.path("scale") : service.at("/deploy/replicas")).asInt(1);
    refused.unless(
        containers == 1,
        "the service %s has %d containers, and the gate acts on exactly one"
            .formatted(name, containers),
        "remove %s from the service %s".formatted(isScaled ? "scale" : "deploy.replicas", name),
        "services",
        name,
        isScaled ? "scale" : "deploy",
        "replicas");
  }

  /** A name that ecluse.yml has is a mistake there, and one by default a part that is missing. */
  private void checkService(String key, String name, JsonNode services) {
    if (services.has(name)) {
      return;
    }
    String known =
        services.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    if (promise.says(key)) {
      throw promise.mistake(
          key,
          "'%s' is '%s', which Compose does not have; allowed: %s".formatted(key, name, known));
    }
    throw refused.because(
        "Compose finds no service " + name,
        ("add it, or name another one of its services (%s) in ecluse.yml, as %s; one with profiles"
                + " counts if COMPOSE_PROFILES names one of them")
            .formatted(known, key));
  }

  private void checkImage(String name, Ports ports) {
    ImageName image = ImageName.of(name);
    String port = ":" + ports.registry().orElseThrow();
    refused.unless(
        List.of("localhost" + port, "127.0.0.1" + port).contains(image.registry()),
        "its image '%s' is not named after the registry's port (wanted localhost%s/…)"
            .formatted(name, port),
        "image: localhost:${REGISTRY_PORT:-5000}/%s:latest, in the Compose file and where it is built"
            .formatted(promise.repository().orElse("app")),
        "services",
        promise.application(),
        "image");
    promise
        .repository()
        .filter(repository -> !repository.equals(image.repository()))
        .ifPresent(
            repository -> {
              throw promise.mistake(
                  "repository",
                  "'repository' is '%s'; allowed: %s, which the image in the Compose file has"
                      .formatted(repository, image.repository()));
            });
  }

  private void checkService(String name, JsonNode service) {
    String container = service.path("container_name").asText();
    refused.unless(
        container.isEmpty() || container.contains(settings.name()),
        "its container %s would take the name of one of yours".formatted(container),
        "remove container_name from the service " + name,
        "services",
        name,
        "container_name");
    refused.unless(
        container.isEmpty(),
        "its container %s has a name of its own, which a second container could not have"
            .formatted(container),
        "remove container_name from the service " + name,
        "services",
        name,
        "container_name");
    if (name.equals(promise.application())) {
      checkAddress(name, service);
    }
  }

  /** The gate, and a rolling release, start a second container of it beside the first one. */
  private void checkAddress(String name, JsonNode application) {
    boolean fixed =
        application
            .path("networks")
            .valueStream()
            .anyMatch(network -> network.has("ipv4_address") || network.has("ipv6_address"));
    refused.unless(
        !fixed,
        "the service %s has a fixed address, which a second container of it could not have"
            .formatted(name),
        "remove ipv4_address and ipv6_address from the service " + name,
        "services",
        name,
        "networks");
  }
}
