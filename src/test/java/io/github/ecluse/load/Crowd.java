package io.github.ecluse.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that are connected and ask for nothing, or never end what they ask for. */
public final class Crowd implements AutoCloseable {
  /**
   * What one client each sends, in turn: nothing, half a request, half a body, or no HTTP. A server
   * may refuse at once what names another host than it has.
   */
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "GET / HTTP/1.1\r\nHost: HOST\r\nX-Slow: ",
          "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 50000\r\n\r\nhalf",
          "\u0016\u0003\u0001 no HTTP");

  private final List<SocketChannel> clients = new ArrayList<>();

  private Crowd() {}

  /**
   * Connects clients to a server, each with a connection of its own.
   *
   * @param server its host and port count
   * @param size how many clients
   * @throws IOException if a connection is refused
   */
  public static Crowd at(URI server, int size) throws IOException {
    Crowd crowd = new Crowd();
    for (int i = 0; i < size; i++) {
      SocketChannel client =
          SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      crowd.clients.add(client);
      String beginning =
          BEGINNINGS.get(i % BEGINNINGS.size()).replace("HOST", server.getAuthority());
      client.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return crowd;
  }

  /** Stays connected for a time, in seconds. */
  public void stay(int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
  }

  @Override
  public String toString() {
    return clients.size() + " idle, slow and broken clients";
  }

  /** Disconnects all. */
  @Override
  public void close() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
  }
}
