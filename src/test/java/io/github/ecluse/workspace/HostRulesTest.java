package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service of a copy has nothing of this machine, or of containers outside of the stack. */
class HostRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private JsonNode config;

  @BeforeEach
  void read() throws JsonProcessingException {
    config = JSON.readTree(KeptContract.CONFIG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'pid': 'host' | would be done to all of host | remove pid",
        "'pid': 'container:yours' | would be done to all of container:yours | remove pid",
        "'ipc': 'container:yours' | would be done to all of container:yours | remove ipc",
        "'network_mode': 'container:yours' | all of container:yours | remove network_mode",
        "'network_mode': 'shop_back' | db is on the network shop_back | remove network_mode",
        "'uts': 'host' | could change the host name of this machine | hostname:",
        "'cgroup': 'host' | could change the limits of your containers | remove cgroup from",
        "'cgroup_parent': 'shop.slice' | has the limits of shop.slice | mem_limit",
        "'external_links': ['prod-db:db'] | a link to prod-db:db | remove external_links",
        "'device_cgroup_rules': ['b 8:* rwm'] | devices of this machine: b 8:* rwm | remove",
        "'devices': [{'source': '/dev/sdb'}] | has the device /dev/sdb | from devices of",
        "'devices': [{'source': '/dev/dri/../sdb'}] | has the device /dev/sdb | from devices of",
        "'devices': ['/dev/ttyUSB0:/dev/x:rw'] | has the device /dev/ttyUSB0 | from devices of",
        "'cap_add': ['NET_ADMIN', 'cap_sys_time'] | set the clock of this machine | SYS_TIME from",
        "'provider': {'type': 'cloud'} | is made by the program cloud | leave the service out"
      })
  void aWayToWhatIsTheUsersIsRefusedInOneLine(String setting, String reason, String remedy)
      throws JsonProcessingException {
    set(setting);

    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(reason, "Remedy", remedy)
        .hasMessageMatching("[^\n]*db[^\n]*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'pid': 'service:app', 'ipc': 'shareable', 'cgroup': 'private'",
        "'network_mode': 'service:app'",
        "'network_mode': 'none'",
        "'network_mode': 'bridge'",
        "'network_mode': 'ecluse-1-2_back'",
        "'devices': [{'source': '/dev/fuse'}, '/dev/dri:/dev/dri', 'vendor.com/gpu=all']",
        "'cap_add': ['NET_ADMIN', 'SYS_ADMIN', 'SYS_MODULE'], 'runtime': 'nvidia', 'gpus': 'all'",
        "'extra_hosts': ['host.docker.internal=host-gateway'], 'sysctls': {'net.core.somaxconn': 9}",
        "'post_start': [{'command': ['true']}], 'develop': {'watch': [{'path': '.'}]}",
        "'provider': {'type': 'model'}, 'models': {'ai': null}"
      })
  void whatEachCopyHasOfItsOwnIsLetIn(String setting) throws JsonProcessingException {
    set(setting);

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  /** The check of least-privilege tells of the application, and its neighbour means to do it. */
  @Test
  void aPrivilegedNeighbourIsRefused() throws JsonProcessingException {
    set("'privileged': true");
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();

    ((ObjectNode) config.path("services")).putObject("sensors").put("privileged", true);
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(
            "service sensors is privileged", "Remedy", "leave the service out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parent", "com.docker.network.bridge.name"})
  void aNetworkOnAnInterfaceOfThisMachineIsRefused(String option) {
    ((ObjectNode) config.at("/networks/secure_back")).putObject("driver_opts").put(option, "eth0");

    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("its network secure_back is on eth0", "Remedy", "driver_opts");
  }

  @Test
  void anotherOptionOfANetworkIsLetIn() {
    ((ObjectNode) config.at("/networks/secure_back"))
        .put("driver", "bridge")
        .putObject("driver_opts")
        .put("com.docker.network.driver.mtu", "1400");

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  private void set(String setting) throws JsonProcessingException {
    ((ObjectNode) config.at("/services/db"))
        .setAll((ObjectNode) JSON.readTree("{" + setting.replace('\'', '"') + "}"));
  }
}
