package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The database: from where it is reached, and from where it is not. */
@AcceptanceTest
@Order(55)
class DatabaseReachIT {
  private static final Duration GREETING_LIMIT = Duration.ofMillis(500);

  @Test
  @Order(1)
  @Claim("database-private")
  void itIsReachedFromTheBackNetworkAndNotFromTheFrontOne(Stack stack) {
    stack.ensureReleased();
    String address = stack.database().addresses().get(stack.compose().network("secure_back"));
    ProbeContainer front = stack.probes().on("secure_front");

    assertThat(stack.probes().on("secure_back").connect(address, 3306).answered())
        .as("TCP to db from secure_back, the control")
        .isTrue();
    assertThat(stack.probes().pingWorksOn("secure_front"))
        .as("ping from secure_front to the host or to another container, the control")
        .isTrue();
    assertThat(isReached(address, front)).as("TCP to db's address from secure_front").isFalse();
    assertThat(isReached("db", front)).as("TCP to the name db from secure_front").isFalse();
  }

  /** It has no IPv6 address where the engine keeps no networks apart, unless the stack gives it. */
  @Test
  @Order(2)
  @NeedsIpv6
  @Claim("database-private")
  void itIsReachedFromTheBackNetworkAndNotFromTheFrontOneOverIpv6(Stack stack) {
    stack.ensureReleased();
    ProbeContainer front = stack.probes().on("secure_front");
    await("ping from secure_front to another container over IPv6, the control")
        .until(
            () -> front.ping(stack.probes().neighbourOn("secure_front").ipv6Address()).answered());

    List<String> addresses =
        stack.database().ipv6Addresses().values().stream()
            .filter(address -> !address.isEmpty())
            .toList();
    assertThat(addresses.isEmpty())
        .as("whether db has no IPv6, beside another container of its network")
        .isEqualTo(stack.probes().neighbourOn("secure_back").ipv6Address().isEmpty());
    for (String address : addresses) {
      await("TCP to db's IPv6 address from secure_back, the control")
          .until(() -> stack.probes().on("secure_back").connect(address, 3306).reached());
      assertThat(front.connect(address, 3306).reached())
          .as("TCP to db's IPv6 address %s from secure_front", address)
          .isFalse();
    }
    assertThat(isReached("db", front)).as("TCP to the name db from secure_front").isFalse();
  }

  /**
   * Asked twice: while a network is created, the engine takes its rule that isolates networks away
   * for some milliseconds (moby: setupIPTables calls EnsureJumpRule, to have it on top).
   */
  private static boolean isReached(String host, ProbeContainer probe) {
    return IntStream.range(0, 2).allMatch(time -> probe.connect(host, 3306).answered());
  }

  @Test
  @Order(3)
  @Claim("database-private")
  void noAddressOfTheHostPublishesIt(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.database().published()).as("ports of db on the host").isEmpty();
    List<Integer> ports =
        stack.services().all().stream()
            .flatMap(service -> service.published().stream())
            .map(PublishedPort::hostPort)
            .toList();
    assertThat(ports).as("ports that the stack publishes").isNotEmpty();
    for (int port : ports) {
      assertThat(greeting(port))
          .as("what port %d of the host says first; a database would greet", port)
          .isEmpty();
    }
  }

  /** Returns what a server says before it is asked; a database does, a web server does not. */
  private static String greeting(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) GREETING_LIMIT.toMillis());
      return new String(socket.getInputStream().readNBytes(5), StandardCharsets.ISO_8859_1);
    } catch (SocketTimeoutException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
