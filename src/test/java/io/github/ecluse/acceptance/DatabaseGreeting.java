package io.github.ecluse.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** How a database makes itself known at a port; a web server does not. */
final class DatabaseGreeting {
  private static final Duration LIMIT = Duration.ofMillis(500);

  /**
   * PostgreSQL's SSLRequest, which it answers with S or N (<a
   * href="https://www.postgresql.org/docs/current/protocol-message-formats.html">its protocol</a>).
   */
  private static final byte[] SSL_REQUEST = HexFormat.of().parseHex("0000000804d2162f");

  private DatabaseGreeting() {}

  /**
   * Returns what a server says as a database does; nothing if it says nothing, or something else.
   *
   * @param port a TCP port of this machine
   * @param isAskedFirst whether such a database says nothing before it is asked
   */
  static String at(int port, boolean isAskedFirst) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      return isAskedFirst
          ? answer(socket)
          : new String(socket.getInputStream().readNBytes(5), StandardCharsets.ISO_8859_1);
    } catch (SocketTimeoutException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A web server may close the connection at once, as this is no request for it. */
  private static String answer(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(SSL_REQUEST);
      int first = socket.getInputStream().read();
      return first == 'S' || first == 'N' ? Character.toString(first) : "";
    } catch (SocketException e) {
      return "";
    }
  }
}
