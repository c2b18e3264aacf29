package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.promise.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ports of the host at which a stack is reached, as Compose's configuration has them.
 *
 * @param registry that of the registry; empty if it publishes none on 127.0.0.1
 * @param application that of the application, or of the service in front of it; empty if none is
 *     published there
 * @param isBehindProxy whether another service publishes that port
 */
record Ports(Optional<Integer> registry, Optional<Integer> application, boolean isBehindProxy) {
  /** The addresses of a host that answer on 127.0.0.1, where the gate asks. */
  static final Set<String> ASKED = Set.of("", "0.0.0.0", "127.0.0.1");

  /**
   * Reads a configuration.
   *
   * @param config as {@code docker compose config} prints it
   */
  static Ports of(JsonNode config, Promise promise) {
    JsonNode services = config.path("services");
    Optional<Integer> own = published(services.path(promise.application())).findFirst();
    Optional<Integer> application = own.or(() -> inFront(services, promise));
    return new Ports(
        published(services.path(promise.registry())).findFirst(),
        application,
        own.isEmpty() && application.isPresent());
  }

  /** A proxy publishes the port, and the application behind it none. */
  private static Optional<Integer> inFront(JsonNode services, Promise promise) {
    return services.properties().stream()
        .filter(service -> !promise.services().contains(service.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(Ports::published)
        .findFirst();
  }

  private static Stream<Integer> published(JsonNode service) {
    return service
        .path("ports")
        .valueStream()
        .filter(port -> !port.path("protocol").asText("tcp").equals("udp"))
        .filter(port -> ASKED.contains(port.path("host_ip").asText()))
        .map(port -> port.path("published").asText())
        .filter(Ports::isNumber)
        .map(Integer::valueOf);
  }

  /** Returns whether it is one port: no range, and none that the engine is to choose. */
  static boolean isNumber(String published) {
    return published.matches("[1-9]\\d{0,4}");
  }
}
