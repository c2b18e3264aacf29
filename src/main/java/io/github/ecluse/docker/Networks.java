package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The networks of an engine. */
public final class Networks {
  private final DockerClient client;

  Networks(DockerClient client) {
    this.client = client;
  }

  /**
   * {@return the addresses of the host in a network; none if the network has no gateway}
   *
   * @param network the full name of a network
   */
  public List<String> gateways(String network) {
    return client.inspectNetworkCmd().withNetworkId(network).exec().getIpam().getConfig().stream()
        .map(subnet -> subnet.getGateway())
        .filter(Objects::nonNull)
        .toList();
  }

  /** {@return the subnets of the engine's networks, by the network's name} */
  public Map<String, List<String>> subnets() {
    return client.listNetworksCmd().exec().stream()
        .filter(network -> network.getIpam() != null && network.getIpam().getConfig() != null)
        .collect(
            Collectors.toMap(
                network -> network.getName(),
                network ->
                    network.getIpam().getConfig().stream()
                        .map(range -> range.getSubnet())
                        .filter(Objects::nonNull)
                        .toList(),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
  }
}
