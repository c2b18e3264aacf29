package io.github.ecluse.host;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free ports, and reserves them against other runs until this process ends. */
public final class FreePort {
  /**
   * Below the range from which systems take ports for outgoing connections: such a connection could
   * take the port while the stack is down between two releases.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 100;

  /** UDP sockets that reserve the ports, as nothing listens there between two releases. */
  private static final Queue<DatagramSocket> KEPT = new ConcurrentLinkedQueue<>();

  private FreePort() {}

  /**
   * {@return a TCP port of 127.0.0.1 that was free a moment ago} The UDP port of the same number is
   * held from now on, so that another run which looks for a port does not find this one.
   *
   * @throws IllegalStateException if a hundred tries found none
   */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        KEPT.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: try another one.
      }
    }
    throw new IllegalStateException(
        "no free port between %d and %d after %d tries".formatted(FIRST, LAST, TRIES));
  }
}
