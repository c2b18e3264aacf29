package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Servers that answer as databases, web servers and registries do. */
class DatabaseGreetingTest {
  @Test
  void postgresqlAnswersWhenItIsAsked() throws IOException {
    assertThat(greeting("N", 8, true)).isEqualTo("N");
    assertThat(greeting("S", 8, true)).isEqualTo("S");
  }

  @Test
  void mariadbSaysSomethingFirst() throws IOException {
    assertThat(greeting("J\0\0\0\n", 0, false)).isEqualTo("J\0\0\0\n");
  }

  @Test
  void aWebServerIsNoDatabase() throws IOException {
    assertThat(greeting("HTTP/1.1 400 Bad Request\r\n\r\n", 8, true)).isEmpty();
    assertThat(greeting("", 8, true)).as("of one that closes the connection").isEmpty();
    assertThat(greeting("", 16, true)).as("of one that waits for more").isEmpty();
    assertThat(greeting("", 1, false)).as("of one that waits for a request").isEmpty();
  }

  /** Returns the greeting of a server that answers once it has read some bytes. */
  private static String greeting(String answer, int bytes, boolean isAskedFirst)
      throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(() -> answer(server, answer, bytes));
      String greeting = DatabaseGreeting.at(server.getLocalPort(), isAskedFirst);
      served.join();
      return greeting;
    }
  }

  private static void answer(ServerSocket server, String answer, int bytes) {
    try (Socket client = server.accept()) {
      client.getInputStream().readNBytes(bytes);
      client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The client has gone, having read what it wanted.
      assertThat(e).isNotNull();
    }
  }
}
