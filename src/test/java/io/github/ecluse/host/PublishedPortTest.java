package io.github.ecluse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedPortTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final String SOCKETS =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
         0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
         1: 00000000:0051 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
         2: 0100007F:0052 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0
         3: 0000000000000000FFFF00000200007F:0053 00000000000000000000000000000000:0000 0A 0 0
      """;

  @Test
  void aPortIsTakenByAServerOfItsProtocolOnly() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      int port = server.getLocalPort();
      assertThat(new PublishedPort("127.0.0.1", port, "tcp").isFree()).isFalse();
      assertThat(new PublishedPort("", port, "tcp").isFree()).isFalse();
      assertThat(new PublishedPort("127.0.0.2", port, "tcp").isFree()).isTrue();
      assertThat(new PublishedPort("127.0.0.1", port, "udp").isFree()).isTrue();
    }
    try (DatagramSocket server = new DatagramSocket(0, LOOPBACK)) {
      assertThat(new PublishedPort("127.0.0.1", server.getLocalPort(), "udp").isFree()).isFalse();
    }
  }

  /** The address is one for documents (RFC 5737): the engine will say that it can't have it. */
  @Test
  void anAddressElsewhereIsNotTaken() {
    assertThat(new PublishedPort("192.0.2.1", 8080, "tcp").isFree()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, true",
    "127.0.0.2, 80, false",
    "'', 80, true",
    "127.0.0.1, 81, true",
    "127.0.0.1, 82, false",
    "127.0.0.2, 83, true",
    "127.0.0.1, 83, false",
    "'', 84, false"
  })
  void theKernelsListTellsWhoListens(String address, int port, boolean taken) throws IOException {
    assertThat(new PublishedPort(address, port, "tcp").isIn(SOCKETS)).isEqualTo(taken);
  }

  @Test
  void aSettingOfTheKernelIsReadToItsEnd() throws IOException {
    try (InputStream setting = new FileInputStream("/proc/" + PublishedPort.FIRST_FOR_ALL)) {
      assertThat(PublishedPort.kernelText(PublishedPort.FIRST_FOR_ALL))
          .isEqualTo(new String(setting.readNBytes(100), StandardCharsets.US_ASCII).strip());
    }
  }

  @Test
  void aServerOfThisMachineIsInTheKernelsList() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      String sockets =
          PublishedPort.kernelText(Path.of("net/tcp"))
              + "\n"
              + PublishedPort.kernelText(Path.of("net/tcp6"));
      PublishedPort port = new PublishedPort("127.0.0.1", server.getLocalPort(), "tcp");
      assertThat(port.isIn(sockets)).isTrue();
    }
  }
}
