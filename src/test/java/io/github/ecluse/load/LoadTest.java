package io.github.ecluse.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load that was not sent to its end is no proof that nothing failed. */
class LoadTest {
  private HttpServer server;
  private URI page;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatWasSentIsReported() {
    try (Load load = Load.on(page, 50)) {
      await("an answer").atMost(Duration.ofSeconds(10)).until(() -> load.hasSeen(""));

      LoadReport report = load.stop();

      assertThat(report.answers()).isNotEmpty();
      assertThat(report.failed()).isEmpty();
    }
  }

  @Test
  void aLoadThatEndedBeforeIsNoProof() {
    Load load = Load.on(page, 50);
    load.close();

    assertThatThrownBy(load::stop)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not sent to its end");
  }
}
