package io.github.ecluse.secure;

import io.github.ecluse.host.HostAddresses;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How other machines reach this one. */
final class HostName {
  /** An address that is kept for documents. Nothing is sent to it. */
  private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("198.51.100.1", 9);

  private HostName() {}

  /** Returns the IPv4 address from which this machine reaches others; else another of its own. */
  static String reached() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(ELSEWHERE);
      InetAddress own = socket.getLocalAddress();
      if (own instanceof Inet4Address && !own.isLoopbackAddress() && !own.isAnyLocalAddress()) {
        return own.getHostAddress();
      }
    } catch (IOException | RuntimeException e) {
      // No route leads out.
    }
    return HostAddresses.beyondLoopback();
  }

  /** Returns another IPv4 address of this machine; an engine has one on its bridge. */
  static String another() {
    return HostAddresses.all()
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .filter(address -> !address.equals(reached()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("This machine has one address only"));
  }
}
