package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Compose file that gives networks IPv6; {@code NetworkIT} shows what comes of it. */
class Ipv6NetworksTest {
  @Test
  void eachNetworkGetsASubnetOfItsOwn() throws JsonProcessingException {
    assertThat(overlay("{\"back\": {\"ipam\": {}}, \"front\": {}}"))
        .isEqualTo(
            """
            networks:
              "back":
                enable_ipv6: true
                ipam: !override {"config":[{"subnet":"fd00:0:0:1::/64"}]}
              "front":
                enable_ipv6: true
                ipam: !override {"config":[{"subnet":"fd00:0:0:2::/64"}]}
            """);
  }

  @Test
  void aStackThatClaimsNothingAboutIpv6KeepsItsNetworks(@TempDir Path directory)
      throws IOException {
    assertThat(Ipv6Networks.areGivenTo(Promise.in(directory))).isEqualTo(HostAddresses.haveIpv6());

    Files.writeString(directory.resolve(Promise.FILE), "claims: [common]");
    assertThat(Ipv6Networks.areGivenTo(Promise.in(directory))).isFalse();
  }

  @Test
  void aSubnetOfTheUsersStays() throws JsonProcessingException {
    assertThat(overlay("{\"back\": {\"ipam\": {\"config\": [{\"subnet\": \"10.77.1.0/24\"}]}}}"))
        .contains("{\"config\":[{\"subnet\":\"10.77.1.0/24\"},{\"subnet\":\"fd00:0:0:1::/64\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"back\": {\"enable_ipv6\": true}}",
        "{\"back\": {\"external\": true}}",
        "{\"back\": {\"driver\": \"macvlan\"}}"
      })
  void whatHasIpv6OrIsNoBridgeOfTheStackIsLeftAlone(String networks)
      throws JsonProcessingException {
    assertThat(overlay(networks)).isEqualTo("networks: {}\n");
  }

  @Test
  void theDatabaseGetsNoneWhereTheEngineKeepsNoNetworksApart() throws JsonProcessingException {
    String networks = "{\"back\": {}, \"front\": {}}";

    assertThat(overlay(networks, false)).contains("front").doesNotContain("back");
    assertThat(overlay(networks, true)).contains("front", "back");
  }

  private static String overlay(String networks) throws JsonProcessingException {
    return overlay(networks, true);
  }

  private static String overlay(String networks, boolean keptApart) throws JsonProcessingException {
    String config =
        "{\"services\": {\"db\": {\"networks\": {\"back\": null}}}, \"networks\": %s}"
            .formatted(networks);
    List<String> guarded = keptApart ? List.of() : List.of("registry", "db");
    return Ipv6Networks.overlay(new ObjectMapper().readTree(config), guarded, "fd00:0:0");
  }
}
