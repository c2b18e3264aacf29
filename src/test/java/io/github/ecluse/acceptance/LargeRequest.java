package io.github.ecluse.acceptance;

import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request that is larger than a server should read. */
final class LargeRequest {
  private LargeRequest() {}

  /**
   * Returns the first bytes that come back; none if the server has heard enough and resets the
   * connection.
   */
  static String sent(String header, byte[] body, Stack stack) throws IOException {
    URI server = stack.appUrl();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      String head =
          "POST / HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n".formatted(server.getAuthority(), header);
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "no answer within 5 s to a request with " + header.substring(0, 9), e);
    }
  }
}
