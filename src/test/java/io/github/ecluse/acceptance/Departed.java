package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that send half of a large request, wait for a moment, and go. */
record Departed(Stack stack) {
  private static final int CLIENTS = 500;

  /** A server that has served as many before has the memory that it needs for them. */
  private static final int WAVES_BEFORE = 2;

  private static final int WAVES = 2;
  private static final int STAY_MS = 1_500;
  private static final String HEAD =
      "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 61000\r\n\r\n";
  private static final int SENT = 60_000;

  /** Half of what they send. */
  private static final long GROWTH_LIMIT_KB = (long) CLIENTS * WAVES * SENT / 1024 / 2;

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  static Departed from(Stack stack) {
    return new Departed(stack);
  }

  /** Asserts that the web server's memory does not grow with each wave of them. */
  void assertForgotten() throws IOException, InterruptedException {
    long pid = stack.host().listenersOn(Inside.port(stack), stack.application().pid()).get(0).pid();
    waves(WAVES_BEFORE);
    long before = residentKb(pid);
    waves(WAVES);

    assertThat(residentKb(pid) - before)
        .as(
            "kB by which the web server grew with %d clients that have gone, each of which had sent"
                + " %d bytes",
            CLIENTS * WAVES, SENT)
        .isLessThan(GROWTH_LIMIT_KB);
  }

  private void waves(int number) throws IOException, InterruptedException {
    for (int i = 0; i < number; i++) {
      wave();
    }
  }

  private void wave() throws IOException, InterruptedException {
    URI server = stack.appUrl();
    byte[] head = HEAD.replace("HOST", server.getAuthority()).getBytes(StandardCharsets.ISO_8859_1);
    List<SocketChannel> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        SocketChannel client =
            SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        clients.add(client);
        client.write(ByteBuffer.wrap(head));
        // Not more than the buffers of a connection take: a server may read nothing of it.
        client.configureBlocking(false);
        client.write(ByteBuffer.allocate(SENT));
      }
      TimeUnit.MILLISECONDS.sleep(STAY_MS);
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  private long residentKb(long pid) {
    Matcher resident = RESIDENT.matcher(stack.host().files(pid).kernelText("status"));
    if (!resident.find()) {
      throw new IllegalStateException("The kernel names no memory of process " + pid);
    }
    return Long.parseLong(resident.group(1));
  }
}
