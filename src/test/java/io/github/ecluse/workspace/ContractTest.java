package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void aDirectoryWithoutAPartOfItIsRefusedWithTheReason() throws IOException {
    Files.writeString(directory.resolve("compose.yml"), "services: {}\n");

    assertThatThrownBy(contract()::check)
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(directory.toString(), "build.sh is missing", "Remedy");
  }

  @Test
  void whatIsTheCopysOwnIsLetIn() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/services/registry/ports/0 | published |  | the service registry publishes no port",
        "/services/app | image | localhost:5000/app:latest | is not named after the registry's"
            + " port",
        "/services/app | image | app:latest | is not named after the registry's port",
        "/services/db | container_name | db | its container db would take the name of one of yours",
        "/services/db | container_name | ecluse-1-2-db | which a second container could not have",
        "/services/app | network_mode | host | to the service app would be done to all of host",
        "/services/db | pid | host | to the service db would be done to all of host",
        "/services/db | ipc | host | to the service db would be done to all of host",
        "/services/db | pid | container:yours | would be done to all of container:yours",
        "/volumes/registry-data | name | rows | its volume registry-data has a fixed name",
        "/networks/secure_back | name | back | its network secure_back has a fixed name"
      })
  void whatItWouldShareWithAStackOfTheUsersIsRefused(
      String place, String key, String value, String reason) throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ((ObjectNode) config.at(place)).put(key, value);

    assertRefused(config, reason);
  }

  @Test
  void aFixedPortIsLetInUnlessItIsTaken() throws IOException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ObjectNode port = (ObjectNode) config.at("/services/app/ports/0");
    try (ServerSocket taken = new ServerSocket(0)) {
      port.put("published", Integer.toString(taken.getLocalPort()));
      assertRefused(config, "its port " + taken.getLocalPort() + " is taken on this machine");
    }
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @Test
  void aVolumeFromElsewhereIsRefused() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ((ObjectNode) config.at("/volumes/registry-data")).put("external", true);

    assertRefused(config, "its volume registry-data has a fixed name");
  }

  @Test
  void aFolderOfTheHostThatItMayWriteToIsRefused() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    mount(config, "/srv/registry");

    assertRefused(config, "may write to /srv/registry");
  }

  @Test
  void aFolderOfTheStackOrOneToReadIsLetIn() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    mount(config, directory.resolve("registry-data").toString());
    mount(config, "/etc/localtime").put("read_only", true);

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @Test
  void aFolderOfTheStackThatIsALinkToOneOfTheHostIsRefused(@TempDir Path elsewhere)
      throws IOException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    Path link = Files.createSymbolicLink(directory.resolve("data"), elsewhere);
    mount(config, link.resolve("registry").toString());

    assertRefused(config, "may write to " + link);
  }

  @Test
  void anImageWithoutATagIsLetIn() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ((ObjectNode) config.at("/services/app")).put("image", "localhost:5001/app");

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @Test
  void theRegistrysFixedPortIsRefusedIfItIsTaken() throws IOException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      ((ObjectNode) config.at("/services/registry/ports/0")).put("published", port);
      ((ObjectNode) config.at("/services/app")).put("image", "localhost:" + port + "/app");

      assertRefused(config, "REGISTRY_PORT");
    }
  }

  @Test
  void anotherSettingOfANetworkIsNoFixedAddressAndOneOfIpv6Is() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ObjectNode network =
        ((ObjectNode) config.at("/services/app")).putObject("networks").putObject("secure_back");
    network.put("priority", 1);
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();

    network.put("ipv6_address", "fd00::9");
    assertRefused(config, "the service app has a fixed address");
  }

  @Test
  void aFixedAddressOfTheApplicationIsRefusedAndOneOfTheDatabaseIsLetIn()
      throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ((ObjectNode) config.at("/services/db"))
        .putObject("networks")
        .putObject("secure_back")
        .put("ipv4_address", "172.30.0.9");
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();

    ((ObjectNode) config.at("/services/app"))
        .putObject("networks")
        .putObject("secure_back")
        .put("ipv4_address", "172.30.0.10");
    assertRefused(config, "the service app has a fixed address");
  }

  @Test
  void aSubnetThatANetworkOfTheEngineHasIsRefusedByItsName() throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ((ObjectNode) config.at("/networks/secure_back"))
        .putObject("ipam")
        .putArray("config")
        .addObject()
        .put("subnet", "172.30.0.0/16");

    SubnetRules subnets = new SubnetRules(config, new Refusals(directory));
    subnets.check(Map.of("bridge", List.of("172.17.0.0/16")));
    assertThatThrownBy(() -> subnets.check(Map.of("shop_back", List.of("172.30.4.0/24"))))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("172.30.0.0/16 overlaps the network shop_back", "Remedy");
  }

  private static ObjectNode mount(JsonNode config, String source) {
    ObjectNode mount =
        ((ObjectNode) config.at("/services/registry")).withArray("volumes").addObject();
    return mount.put("type", "bind").put("source", source);
  }

  private void assertRefused(JsonNode config, String reason) {
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(reason, "Remedy");
  }

  private Contract contract() {
    return new Contract(new StackDirectory(directory), KeptContract.SETTINGS);
  }
}
