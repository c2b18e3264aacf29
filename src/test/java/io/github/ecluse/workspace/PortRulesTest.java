package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All fixed ports must be free, and those of page and registry no ranges. */
class PortRulesTest {
  @TempDir private Path directory;
  private JsonNode config;

  @BeforeEach
  void read() throws IOException {
    config = new ObjectMapper().readTree(KeptContract.CONFIG);
  }

  @Test
  void aTakenPortOfAnyServiceIsRefusedAndOneOfAnotherAddressLetIn() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      publish("db", "127.0.0.2", taken.getLocalPort(), "tcp");
      assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();

      publish("db", "127.0.0.1", taken.getLocalPort(), "tcp");
      assertRefused(
          "its port %d is taken".formatted(taken.getLocalPort()), "ports of the service db");
    }
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"app, 127.0.0.2, APP_PORT", "registry, 192.0.2.1, REGISTRY_PORT"})
  void anAddressWhereTheGateDoesNotAskIsRefused(String service, String address, String remedy) {
    JsonNode port = config.at("/services/%s/ports/0".formatted(service));
    ((ObjectNode) port).put("host_ip", address);

    assertRefused(
        "the service %s publishes its port on %s".formatted(service, address),
        "the gate asks 127.0.0.1",
        remedy);
  }

  @Test
  void anotherAddressBesideTheOneThatTheGateAsksIsLetIn() {
    ObjectNode more = ((ObjectNode) config.at("/services/app")).withArray("ports").insertObject(0);
    more.put("host_ip", "127.0.0.2").put("published", "8082");

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
    assertThat(Ports.of(config, Promise.in(directory)).application()).contains(8081);
  }

  @Test
  void aTakenPortOfUdpIsRefused() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0)) {
      publish("db", "", taken.getLocalPort(), "udp");

      assertRefused("its port %d is taken".formatted(taken.getLocalPort()));
    }
  }

  @ParameterizedTest
  @CsvSource({"app, APP_PORT", "registry, REGISTRY_PORT"})
  void aRangeIsRefusedWhereTheGateMustKnowThePort(String service, String remedy) {
    ((ObjectNode) config.at("/services/%s/ports/0".formatted(service)))
        .put("published", "8100-8110");

    assertRefused("the service %s publishes one of the ports 8100-8110".formatted(service), remedy);
  }

  @Test
  void aRangeOfAnotherServiceIsLetIn() {
    publish("db", "", 0, "tcp").put("published", "8100-8110");

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  private ObjectNode publish(String service, String address, int port, String protocol) {
    ObjectNode values = (ObjectNode) config.at("/services/" + service);
    return values
        .putArray("ports")
        .addObject()
        .put("host_ip", address)
        .put("published", Integer.toString(port))
        .put("protocol", protocol);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("Remedy");
  }
}
