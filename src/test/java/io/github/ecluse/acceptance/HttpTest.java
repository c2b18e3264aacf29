package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
