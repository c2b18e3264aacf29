package io.github.ecluse.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A small HTTP server that gives the answers of a registry. */
final class RegistryServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> headers = new ConcurrentHashMap<>();

  RegistryServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Sets a header of all later answers. */
  void header(String name, String value) {
    headers.put(name, value);
  }

  /** Gives the same answer to each request for a path, and for those below it. */
  void answer(String path, int status, String body) {
    on(path, exchange -> send(exchange, status, body));
  }

  void on(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          handler.handle(exchange);
        });
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    // Otherwise the body waits for the client's delayed acknowledgement of the head, 40 ms.
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(status, isHead || bytes.length == 0 ? -1 : bytes.length);
    if (!isHead) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
