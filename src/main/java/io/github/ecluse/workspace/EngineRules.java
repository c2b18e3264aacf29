package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * No service may reach the engine: a copy of a program that updates, proxies or manages containers
 * would act on the user's. Nor may the user's own program of that kind act on the copy.
 */
final class EngineRules {
  /** Sockets have these names wherever they are. */
  private static final Set<String> NAMES = Set.of("docker.sock", "containerd.sock", "podman.sock");

  /** Where a message sends those who need the service. */
  static final String LEFT_OUT = "docs/other-stacks.md#leave-a-service-out";

  private static final List<Proxy> PROXIES =
      List.of(
          new Proxy("Traefik", "traefik\\..*", "traefik.enable"),
          new Proxy("Caddy", "caddy(?:[_.].*)?", ""),
          new Proxy("SWAG", "swag(?:[_.].*)?", "swag"),
          new Proxy("TSDProxy", "tsdproxy\\..*", "tsdproxy.enable"),
          new Proxy("DockFlare", "dockflare\\..*", "dockflare.enable"),
          new Proxy("DockFlare", "cloudflare\\.tunnel\\..*", "cloudflare.tunnel.enable"));

  /** Variables by which nginx-proxy finds its sites. */
  private static final List<String> HOSTS = List.of("VIRTUAL_HOST", "VIRTUAL_HOST_MULTIPORTS");

  private final Set<Path> sockets;
  private final Refusals refused;

  /**
   * A program that finds its sites by labels of containers.
   *
   * @param labels a pattern of their names
   * @param without the label that keeps a container out, if it is false; empty if there is none
   */
  private record Proxy(String name, String labels, String without) {
    boolean finds(JsonNode given) {
      return !given.path(without).asText().equalsIgnoreCase("false")
          && given.properties().stream().anyMatch(label -> label.getKey().matches(labels));
    }

    String remedy() {
      return without.isEmpty()
          ? "take them out by 'labels: !reset {}' in a second Compose file: "
          : "add the label %s: 'false' in a second Compose file: ".formatted(without);
    }
  }

  /**
   * Creates the rules.
   *
   * @param sockets those of the engines of this machine
   */
  EngineRules(Set<Path> sockets, Refusals refused) {
    this.sockets = sockets;
    this.refused = refused;
  }

  /**
   * Checks the services of a configuration.
   *
   * @param config as {@code docker compose config} prints it
   * @param paths those of the same configuration
   * @throws StackRefusedException with the first way to the engine
   */
  void check(JsonNode config, ComposePaths paths) {
    for (String name : paths.mounted()) {
      Path path = paths.paths().get(name);
      refused.unless(
          !leadsToTheEngine(path),
          "%s is %s, by which the gate's copy would act on your containers".formatted(name, path),
          "remove it, as :ro keeps no request out, or leave the service out: " + LEFT_OUT,
          ComposePaths.place(name));
    }
    for (Map.Entry<String, JsonNode> service : config.path("services").properties()) {
      refused.unless(
          !service.getValue().path("use_api_socket").asBoolean(),
          "the service %s gets the engine's socket, by which the gate's copy would act on your containers"
              .formatted(service.getKey()),
          "remove use_api_socket from the service %s, or leave the service out: %s"
              .formatted(service.getKey(), LEFT_OUT),
          "services",
          service.getKey(),
          "use_api_socket");
      checkProxied(service.getKey(), service.getValue());
    }
  }

  /** A proxy of the user's that asks the engine sees the copy's containers, as yours. */
  private void checkProxied(String service, JsonNode values) {
    for (String variable : HOSTS) {
      String host = ComposeText.of(values.path("environment").path(variable)).strip();
      refused.unless(
          host.isEmpty(),
          "the service %s is %s to an nginx-proxy, by which yours could send visitors to the gate's copy"
              .formatted(service, host.lines().findFirst().orElse("")),
          "set %s to an empty text in a second Compose file: %s".formatted(variable, LEFT_OUT),
          "services",
          service,
          "environment");
    }
    for (Proxy proxy : PROXIES) {
      refused.unless(
          !proxy.finds(values.path("labels")),
          "the service %s has labels of %s, by which yours could send visitors to the gate's copy"
              .formatted(service, proxy.name),
          proxy.remedy() + LEFT_OUT,
          "services",
          service,
          "labels");
    }
  }

  /** A folder leads to the sockets in it. */
  private boolean leadsToTheEngine(Path path) {
    Path real = RealPath.ofNearest(path);
    return Stream.of(path, real)
            .map(Path::getFileName)
            .anyMatch(name -> name != null && NAMES.contains(name.toString()))
        || sockets.stream().map(RealPath::ofNearest).anyMatch(socket -> socket.startsWith(real));
  }
}
