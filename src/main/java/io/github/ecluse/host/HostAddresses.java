package io.github.ecluse.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses of this host, and which of them let a connection in. */
public final class HostAddresses {
  /** How long a connection may take, in milliseconds. */
  private static final int LIMIT_MS = 1_000;

  private HostAddresses() {}

  /**
   * {@return the addresses, of both families, on which a TCP connection to a port succeeds}
   *
   * @param port a TCP port, 1 to 65535
   */
  public static List<InetAddress> answering(int port) {
    return answering(port, Set.of());
  }

  /**
   * {@return the same, also of addresses that no interface names: all of 127.0.0.0/8 is loopback}
   *
   * @param port a TCP port, 1 to 65535
   * @param more addresses on which the port is published
   */
  public static List<InetAddress> answering(int port, Set<String> more) {
    return Stream.concat(all(), more.stream().map(HostAddresses::parsed))
        .filter(address -> !address.isAnyLocalAddress())
        .distinct()
        .filter(address -> connects(address, port))
        .toList();
  }

  private static InetAddress parsed(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address + " is no address", e);
    }
  }

  /**
   * {@return an address of this host that is not loopback; its own bridge to the containers will
   * do}
   *
   * @throws IllegalStateException if it has none
   */
  public static String beyondLoopback() {
    return all()
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This host has no address beside loopback. Remedy: connect it to a network"));
  }

  /**
   * {@return whether this host has IPv6} A kernel started with {@code ipv6.disable=1} has no such
   * file, and where {@code net.ipv6.conf.all.disable_ipv6} is 1, it is empty.
   */
  public static boolean haveIpv6() {
    return haveIpv6(Path.of("/proc/net/if_inet6"));
  }

  static boolean haveIpv6(Path table) {
    try {
      return !Files.readString(table).isBlank();
    } catch (IOException e) {
      return false;
    }
  }

  /** {@return all addresses of this host, of both families} */
  public static Stream<InetAddress> all() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean connects(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      // Connects from the same address: if another run has removed the bridge meanwhile, a proxy
      // on the way out could answer for it.
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress(address, port), LIMIT_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
