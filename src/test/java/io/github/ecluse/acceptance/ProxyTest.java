package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.ecluse.load.Load;
import io.github.ecluse.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate sends to this machine does not go through the user's proxy. */
class ProxyTest {
  /** A port on which nothing answers, and no exception for this machine. */
  private static final Map<String, String> PROXY =
      Map.of("http.proxyHost", "127.0.0.1", "http.proxyPort", "1", "http.nonProxyHosts", "");

  private final Properties before = (Properties) System.getProperties().clone();
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    PROXY.forEach(System::setProperty);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.setProperties(before);
  }

  @Test
  void aRegistryIsAskedDirectly() {
    assertThat(new Registry(uri).answers()).isTrue();
  }

  @Test
  void aPageIsAskedForDirectly() {
    assertThat(Http.on(uri).get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void loadIsSentDirectly() {
    try (Load load = Load.on(uri, 10)) {
      await("an answer").atMost(Duration.ofSeconds(10)).until(() -> load.hasSeen(""));
    }
  }
}
