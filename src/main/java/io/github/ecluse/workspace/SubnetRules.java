package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The ranges of addresses that the networks of a stack ask for must be free. */
final class SubnetRules {
  private final Refusals refused;
  private final List<Wanted> wanted;

  private record Wanted(String network, String subnet) {}

  /**
   * Reads the ranges.
   *
   * @param config as {@code docker compose config} prints it
   */
  SubnetRules(JsonNode config, Refusals refused) {
    this.refused = refused;
    wanted =
        config.path("networks").properties().stream()
            .flatMap(
                network ->
                    network
                        .getValue()
                        .at("/ipam/config")
                        .valueStream()
                        .map(range -> new Wanted(network.getKey(), range.path("subnet").asText())))
            .filter(one -> !one.subnet.isEmpty())
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
    for (Wanted one : wanted) {
      taken.forEach(
          (network, ranges) ->
              refused.unless(
                  ranges.stream()
                      .noneMatch(range -> Subnet.of(range).overlaps(Subnet.of(one.subnet))),
                  "its subnet %s overlaps the network %s, so that no copy can run beside that"
                      .formatted(one.subnet, network),
                  "docker network rm %s, or remove ipam: from the Compose file".formatted(network),
                  "networks",
                  one.network,
                  "ipam",
                  "config",
                  one.subnet));
    }
  }
}
