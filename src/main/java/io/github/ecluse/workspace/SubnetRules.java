package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ranges of addresses that the networks of a stack ask for must be free. */
final class SubnetRules {
  private final Refusals refused;
  private final List<String> wanted;

  /**
   * Reads the ranges.
   *
   * @param config as {@code docker compose config} prints it
   */
  SubnetRules(Path stack, JsonNode config) {
    refused = new Refusals(stack);
    wanted =
        config
            .path("networks")
            .valueStream()
            .flatMap(network -> network.at("/ipam/config").valueStream())
            .map(range -> range.path("subnet").asText())
            .filter(subnet -> !subnet.isEmpty())
            .toList();
  }

  /** Returns whether the networks ask for any range. */
  boolean areNeeded() {
    return !wanted.isEmpty();
  }

  /**
   * Checks that the ranges are free.
   *
   * @param taken the ranges that networks of the engine have, by the network's name
   * @throws StackRefusedException if one of them is not
   */
  void check(Map<String, List<String>> taken) {
    for (String subnet : wanted) {
      taken.forEach(
          (network, ranges) ->
              refused.unless(
                  ranges.stream().noneMatch(one -> Subnet.of(one).overlaps(Subnet.of(subnet))),
                  "its subnet %s overlaps the network %s, so that no copy can run beside that"
                      .formatted(subnet, network),
                  "docker network rm %s, or remove ipam: from the Compose file"
                      .formatted(network)));
    }
  }
}
