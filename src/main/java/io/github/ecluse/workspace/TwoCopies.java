package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** Whether two copies of a stack can stand at the same time: each has its own ports and names. */
public final class TwoCopies {
  private TwoCopies() {}

  /**
   * {@return whether the stack leaves its ports, subnets and names of images to the gate}
   *
   * @param stack the stack
   * @throws StackRefusedException if Compose refuses its files
   */
  public static boolean areFreeToStand(StackDirectory stack) {
    Settings settings = Settings.withFreePorts();
    return areFreeToStand(new Contract(stack, settings).configuration(), settings);
  }

  static boolean areFreeToStand(JsonNode config, Settings settings) {
    return ports(config).allMatch(port -> isOffered(port, settings))
        && subnets(config).findAny().isEmpty()
        && builtImages(config)
            .allMatch(image -> image.contains(":" + settings.registryPort() + "/"));
  }

  /** The engine chooses one that is not given. */
  private static boolean isOffered(String port, Settings settings) {
    return port.isEmpty()
        || port.equals("0")
        || port.equals(Integer.toString(settings.registryPort()))
        || port.equals(Integer.toString(settings.appPort()));
  }

  private static Stream<String> ports(JsonNode config) {
    return services(config)
        .flatMap(service -> service.path("ports").valueStream())
        .map(port -> port.path("published").asText());
  }

  private static Stream<JsonNode> subnets(JsonNode config) {
    return config
        .path("networks")
        .valueStream()
        .flatMap(network -> network.at("/ipam/config").valueStream())
        .filter(range -> range.has("subnet"));
  }

  private static Stream<String> builtImages(JsonNode config) {
    return services(config)
        .filter(service -> service.hasNonNull("build"))
        .map(service -> service.path("image").asText())
        .filter(image -> !image.isEmpty());
  }

  private static Stream<JsonNode> services(JsonNode config) {
    return config.path("services").valueStream();
  }
}
