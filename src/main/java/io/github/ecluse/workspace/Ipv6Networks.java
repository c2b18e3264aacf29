package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Gives the networks of the gate's copy IPv6, if the stack claims something about it, by a Compose
 * file that is laid over the others. Each has a subnet of its own below a random prefix for the
 * run, as engines before 27 choose none (<a
 * href="https://www.rfc-editor.org/rfc/rfc4193#section-3.2">RFC 4193</a>).
 */
public final class Ipv6Networks {
  /** What the file is called in the copy. */
  static final String FILE = "ecluse-ipv6.yml";

  private static final String NETWORK =
      """
        "%s":
          enable_ipv6: true
          ipam: !override %s
      """;

  /** This claim is about both families; without it, a stack keeps the networks that it has. */
  private static final String CLAIM = "ping-blocked";

  private Ipv6Networks() {}

  /**
   * {@return whether the copy of a stack gets IPv6} Other stacks may not be made for it: a proxy
   * may prefer IPv6 addresses, at which an application of theirs does not listen.
   *
   * @param promise what the stack promises
   */
  public static boolean areGivenTo(Promise promise) {
    return HostAddresses.haveIpv6() && promise.claims().contains(CLAIM);
  }

  /**
   * {@return whether the engine lets no container of one network reach another network over IPv6}
   * Engines before 27 set no rules for it, unless they are told to.
   */
  public static boolean areKeptApart() {
    String version =
        DockerCommand.docker("version", "--format", "{{.Server.Version}}").run().stdout();
    return Integer.parseInt("0" + version.replaceFirst("(?s)\\D.*", "")) >= 27;
  }

  /**
   * Writes the file into a copy of a stack, if it gets IPv6.
   *
   * @param environment the variables that Compose acts by
   */
  static void giveTo(StackDirectory copy, Map<String, String> environment) {
    Promise promise = copy.promise();
    if (!areGivenTo(promise)) {
      return;
    }
    String config =
        DockerCommand.docker("compose", "config", "--format", "json")
            .in(copy.path())
            .with(environment)
            .run()
            .orThrow()
            .stdout();
    try {
      List<String> guarded =
          promise.services().stream().filter(one -> !one.equals(promise.application())).toList();
      String overlay =
          overlay(
              new ObjectMapper().readTree(config),
              areKeptApart() ? List.of() : guarded,
              newPrefix());
      Files.writeString(copy.path().resolve(FILE), overlay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forty random bits after the byte that stands for a local prefix. */
  private static String newPrefix() {
    byte[] random = new byte[5];
    new SecureRandom().nextBytes(random);
    HexFormat hex = HexFormat.of();
    return "fd%s:%s:%s"
        .formatted(
            hex.formatHex(random, 0, 1), hex.formatHex(random, 1, 3), hex.formatHex(random, 3, 5));
  }

  /**
   * Returns the file's text.
   *
   * @param config what Compose makes of the other files
   * @param guarded the services that get no IPv6: where the engine does not keep networks apart,
   *     database and registry, which others must not reach
   * @param prefix the first 48 bits of the subnets
   */
  static String overlay(JsonNode config, List<String> guarded, String prefix) {
    StringBuilder networks = new StringBuilder();
    int number = 0;
    for (Map.Entry<String, JsonNode> network : config.path("networks").properties()) {
      String name = network.getKey();
      boolean isOpen =
          guarded.stream()
              .noneMatch(one -> config.path("services").path(one).path("networks").has(name));
      if (isOpen && isWithoutIpv6(network.getValue())) {
        number++;
        String subnet = "%s:%x::/64".formatted(prefix, number);
        networks.append(NETWORK.formatted(name, ipam(network.getValue(), subnet)));
      }
    }
    return number == 0 ? "networks: {}\n" : "networks:\n" + networks;
  }

  private static boolean isWithoutIpv6(JsonNode network) {
    String driver = network.path("driver").asText();
    return !network.path("enable_ipv6").asBoolean()
        && !network.path("external").asBoolean()
        && (driver.isEmpty() || driver.equals("bridge"));
  }

  /** A subnet that the user has given it stays. */
  private static ObjectNode ipam(JsonNode network, String subnet) {
    ObjectNode ipam = new ObjectMapper().createObjectNode();
    network.path("ipam").properties().forEach(entry -> ipam.set(entry.getKey(), entry.getValue()));
    ipam.withArray("config").addObject().put("subnet", subnet);
    return ipam;
  }
}
