package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HttpTest {
  @Test
  void aPageThatDoesNotAnswerYetIsNamedInTheFailureAndNowhereElse() throws IOException {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler = collector(logged);
    Logger.getLogger("").addHandler(handler);
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      closeEach(socket);
      URI uri = URI.create("http://127.0.0.1:" + socket.getLocalPort());

      assertThatThrownBy(() -> Http.on(uri).get("/"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(uri.toString());
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }

    assertThat(logged).as("what the HTTP client logs").isEmpty();
  }

  /** The user's own stack may answer at the address to which an application sends its visitors. */
  @Test
  void aRedirectIsFollowedToTheSameServerOnly() throws IOException {
    HttpServer other = answering("of another stack");
    HttpServer own = answering("own");
    int port = own.getAddress().getPort();
    redirect(own, "/elsewhere", "http://localhost:" + other.getAddress().getPort() + "/");
    redirect(own, "/named", "http://localhost:" + port + "/");
    redirect(own, "/relative", "/");
    redirect(own, "/tls", "https://127.0.0.1:" + port + "/");
    try {
      RequestSpecification pages = Http.on(URI.create("http://127.0.0.1:" + port));
      assertThat(pages.get("/elsewhere").statusCode()).isEqualTo(302);
      assertThat(pages.get("/tls").statusCode()).isEqualTo(302);
      assertThat(pages.get("/named").asString()).isEqualTo("own");
      assertThat(pages.get("/relative").asString()).isEqualTo("own");
    } finally {
      own.stop(0);
      other.stop(0);
    }
  }

  private static HttpServer answering(String text) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, 200, text));
    server.start();
    return server;
  }

  private static void redirect(HttpServer server, String path, String location) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          answer(exchange, 302, "elsewhere");
        });
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(body);
    }
  }

  /** Answers as a port does whose container has not started its program yet. */
  private static void closeEach(ServerSocket socket) {
    Thread closing =
        new Thread(
            () -> {
              while (!socket.isClosed()) {
                try {
                  socket.accept().close();
                } catch (IOException e) {
                  return;
                }
              }
            });
    closing.setDaemon(true);
    closing.start();
  }

  private static Handler collector(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        logged.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
