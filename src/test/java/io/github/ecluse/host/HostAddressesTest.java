package io.github.ecluse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAddressesTest {
  private static final String LOOPBACK = "00000000000000000000000000000001 01 80 10 80       lo\n";

  @Test
  void aPortOfAnotherLoopbackAddressAnswersThereAlone() throws IOException {
    InetAddress second = InetAddress.getByName("127.0.0.2");
    try (ServerSocket server = new ServerSocket(0, 1, second)) {
      int port = server.getLocalPort();

      assertThat(HostAddresses.answering(port, Set.of("127.0.0.2", "0.0.0.0")))
          .containsExactly(second)
          .allMatch(InetAddress::isLoopbackAddress);
      assertThat(HostAddresses.answering(port)).isEmpty();
    }
  }

  /** By the kernel's command line there is no table; by sysctl it is empty. */
  @Test
  void aHostWhoseIpv6IsSwitchedOffHasNone(@TempDir Path directory) throws IOException {
    Path table = directory.resolve("if_inet6");
    assertThat(HostAddresses.haveIpv6(table)).as("IPv6 without a table").isFalse();

    Files.writeString(table, "");
    assertThat(HostAddresses.haveIpv6(table)).as("IPv6 with an empty table").isFalse();

    Files.writeString(table, LOOPBACK);
    assertThat(HostAddresses.haveIpv6(table)).as("IPv6 with an address").isTrue();
  }
}
