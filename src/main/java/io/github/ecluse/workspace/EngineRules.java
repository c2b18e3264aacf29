package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * No service may reach the engine: a copy of a program that updates, proxies or manages containers
 * would act on the user's.
 */
final class EngineRules {
  /** Sockets have these names wherever they are. */
  private static final Set<String> NAMES = Set.of("docker.sock", "containerd.sock", "podman.sock");

  private static final String UNIX = "unix://";

  private final Refusals refused;

  EngineRules(Refusals refused) {
    this.refused = refused;
  }

  /**
   * Checks the services of a configuration.
   *
   * @param config as {@code docker compose config} prints it
   * @throws StackRefusedException with the first way to the engine
   */
  void check(JsonNode config) {
    ComposePaths paths = ComposePaths.of(config);
    for (String name : paths.mounted()) {
      Path path = paths.paths().get(name);
      refused.unless(
          !leadsToTheEngine(path),
          "%s is %s, by which the gate's copy would act on your containers".formatted(name, path),
          "remove it from the Compose file; with :ro, all requests are still possible",
          ComposePaths.place(name));
    }
    for (Map.Entry<String, JsonNode> service : config.path("services").properties()) {
      refused.unless(
          !service.getValue().path("use_api_socket").asBoolean(),
          "the service %s gets the engine's socket, by which the gate's copy would act on your containers"
              .formatted(service.getKey()),
          "remove use_api_socket from the service " + service.getKey(),
          "services",
          service.getKey(),
          "use_api_socket");
    }
  }

  /** A folder leads to the sockets in it. */
  private static boolean leadsToTheEngine(Path path) {
    Path real = RealPath.ofNearest(path);
    return Stream.of(path, real)
            .map(Path::getFileName)
            .anyMatch(name -> name != null && NAMES.contains(name.toString()))
        || sockets().anyMatch(socket -> socket.startsWith(real));
  }

  private static Stream<Path> sockets() {
    return Stream.concat(
            Stream.of("/run/docker.sock", "/run/containerd/containerd.sock"),
            Optional.ofNullable(System.getenv("DOCKER_HOST"))
                .filter(host -> host.startsWith(UNIX + "/"))
                .map(host -> host.substring(UNIX.length()))
                .stream())
        .map(Path::of)
        .map(RealPath::ofNearest);
  }
}
