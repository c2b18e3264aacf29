package io.github.ecluse.secure;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A host beside the registry, where that keeps its blobs. It gives each request the same answer.
 */
final class OtherHost implements AutoCloseable {
  private final HttpServer server;
  private final List<String> logins = new CopyOnWriteArrayList<>();

  private OtherHost(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port of 127.0.0.1. */
  static OtherHost answering(String body) {
    try {
      OtherHost host =
          new OtherHost(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      host.server.createContext(
          "/",
          exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            host.logins.add(login == null ? "" : login);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      host.server.start();
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its URL, without a path. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the login of each request; empty for one that had none. */
  List<String> logins() {
    return logins;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
