package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.host.PublishedPort;
import io.github.ecluse.promise.Promise;
import java.util.Map;

/** The ports that a stack insists on must be free, and the gate must know those that it asks. */
final class PortRules {
  private static final String REGISTRY = "127.0.0.1:${REGISTRY_PORT:-5000}:5000";
  private static final String PAGE = "127.0.0.1:${APP_PORT:-8080}:8080";

  private final Promise promise;
  private final Settings settings;
  private final Refusals refused;

  PortRules(Promise promise, Settings settings, Refusals refused) {
    this.promise = promise;
    this.settings = settings;
    this.refused = refused;
  }

  /**
   * Checks the ports of all services.
   *
   * @param config as {@code docker compose config} prints it
   * @return those at which the stack is reached
   * @throws StackRefusedException with the first one that is not as it should be
   */
  Ports check(JsonNode config) {
    JsonNode services = config.path("services");
    checkRange(promise.registry(), services, REGISTRY);
    checkRange(promise.application(), services, PAGE);
    Ports ports = Ports.of(config, promise);
    if (ports.registry().isEmpty()) {
      checkAddress(promise.registry(), services, REGISTRY);
    }
    if (ports.application().isEmpty()) {
      checkAddress(promise.application(), services, PAGE);
    }
    refused.unless(
        ports.registry().isPresent(),
        "the service %s publishes no port, so that nothing can be pushed to it"
            .formatted(promise.registry()),
        "publish " + REGISTRY,
        "services",
        promise.registry(),
        "ports");
    for (Map.Entry<String, JsonNode> service : services.properties()) {
      service
          .getValue()
          .path("ports")
          .valueStream()
          .forEach(port -> checkFree(service.getKey(), port, ports));
    }
    return ports;
  }

  private void checkRange(String service, JsonNode services, String instead) {
    services
        .path(service)
        .path("ports")
        .valueStream()
        .map(port -> port.path("published").asText())
        .filter(published -> published.contains("-"))
        .forEach(
            range -> {
              throw refused.because(
                  "the service %s publishes one of the ports %s, and the gate can't tell which"
                      .formatted(service, range),
                  "publish one port: " + instead,
                  "services",
                  service,
                  "ports",
                  range);
            });
  }

  /** A service may publish ports on other addresses, if the gate need not ask there. */
  private void checkAddress(String service, JsonNode services, String instead) {
    for (JsonNode port : services.path(service).path("ports")) {
      String address = port.path("host_ip").asText();
      refused.unless(
          Ports.ASKED.contains(address),
          "the service %s publishes its port on %s, and the gate asks 127.0.0.1"
              .formatted(service, address),
          "publish " + instead,
          "services",
          service,
          "ports",
          address);
    }
  }

  /** The ports that the gate has offered are free; one that the stack insists on may not be. */
  private void checkFree(String service, JsonNode port, Ports ports) {
    String published = port.path("published").asText();
    if (!Ports.isNumber(published)) {
      return;
    }
    int number = Integer.parseInt(published);
    boolean isOffered = number == settings.registryPort() || number == settings.appPort();
    refused.unless(
        isOffered
            || new PublishedPort(
                    port.path("host_ip").asText(), number, port.path("protocol").asText("tcp"))
                .isFree(),
        "its port %d is taken on this machine, and the gate's copy needs the same one"
            .formatted(number),
        "stop what listens there, or " + instead(service, number, ports),
        "services",
        service,
        "ports",
        published);
  }

  private static String instead(String service, int number, Ports ports) {
    if (ports.registry().filter(port -> port == number).isPresent()) {
      return "publish a port from the environment: " + REGISTRY;
    }
    if (ports.application().filter(port -> port == number).isPresent()) {
      return "publish a port from the environment: " + PAGE;
    }
    return "let the engine choose one, with the container's port alone in ports of the service "
        + service;
  }
}
