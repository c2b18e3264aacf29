package io.github.ecluse.acceptance;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request to the application on a connection of its own, sent in two halves. */
final class OpenRequest implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final Socket socket;

  private OpenRequest(Socket socket) {
    this.socket = socket;
  }

  /** Connects to the application, and sends the first half of a request for a page. */
  static OpenRequest begin(String path, Stack stack) throws IOException {
    OpenRequest request = new OpenRequest(new Socket(address(stack), port(stack)));
    // As visitors name it: a framework may know no other host.
    request.send("GET %s HTTP/1.1\r\nHost: %s\r\n".formatted(path, stack.appUrl().getAuthority()));
    return request;
  }

  /** A proxy in front would keep the half of a request to itself. */
  private static InetAddress address(Stack stack) throws IOException {
    ServiceContainer application = stack.application();
    return application.published().isEmpty()
        ? InetAddress.getByName(application.addresses().values().iterator().next())
        : InetAddress.getLoopbackAddress();
  }

  private static int port(Stack stack) {
    return stack.application().published().isEmpty()
        ? Inside.port(stack)
        : stack.appUrl().getPort();
  }

  /** Sends the rest of the request. */
  OpenRequest complete() throws IOException {
    send("Connection: close\r\n\r\n");
    return this;
  }

  /** Sends the rest of the request, and returns what the server says to it. */
  String answerOnceComplete() {
    try {
      return complete().answer();
    } catch (IOException e) {
      return "none: " + e.getMessage();
    }
  }

  private void send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Returns the answer, once it is complete; a connection that is cut off says nothing. */
  String answer() {
    try {
      socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "none: " + e.getMessage();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
