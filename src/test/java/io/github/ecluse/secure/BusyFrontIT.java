package io.github.ecluse.secure;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strangers without a password keep nobody else waiting at the registry's front. */
@Tag("cluster")
@OwnStacks
@Order(7)
@Claim("secure-login")
class BusyFrontIT {
  private static final int GUESSES_AT_A_TIME = 20;
  private static final int GUESSES_BEFORE = 100;
  private static final int LOGINS = 5;
  private static final int IDLE_CLIENTS = 900;
  private static final Duration IN_TIME = Duration.ofSeconds(1);

  /** A client has half a minute for what it sends next, its handshake too. */
  private static final Duration CLOSED = Duration.ofSeconds(45);

  private static SecureStack stack;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
  }

  @Test
  @Order(1)
  void whoGuessesPasswordsKeepsNobodyWaiting() {
    TlsRegistry registry = stack.registry();
    assertThat(quickestLogin(registry)).as("quickest login without a guess").isLessThan(IN_TIME);
    List<Integer> guesses = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(GUESSES_AT_A_TIME);
    try {
      Stream.generate(() -> new TlsRegistry.Login("push", "a wrong password"))
          .limit(GUESSES_AT_A_TIME)
          .forEach(wrong -> threads.execute(() -> guess(wrong, guesses, over)));
      await("guesses that were answered")
          .atMost(Duration.ofMinutes(1))
          .until(() -> size(guesses) >= GUESSES_BEFORE);

      assertThat(quickestLogin(registry))
          .as("quickest login beside %d guesses at a time", GUESSES_AT_A_TIME)
          .isLessThan(IN_TIME);
    } finally {
      over.set(true);
      threads.shutdown();
    }
    synchronized (guesses) {
      assertThat(guesses).as("statuses of the guesses").containsOnly(401);
    }
  }

  private static void guess(TlsRegistry.Login wrong, List<Integer> guesses, AtomicBoolean over) {
    TlsRegistry own = stack.registry();
    while (!over.get()) {
      int status = own.send(wrong, "GET", "/v2/", "").statusCode();
      synchronized (guesses) {
        guesses.add(status);
      }
    }
  }

  private static int size(List<Integer> guesses) {
    synchronized (guesses) {
      return guesses.size();
    }
  }

  /** A machine that is busy for a moment is not so each time. */
  private static Duration quickestLogin(TlsRegistry registry) {
    return Stream.generate(() -> timeOfALogin(registry))
        .limit(LOGINS)
        .min(Duration::compareTo)
        .orElseThrow();
  }

  private static Duration timeOfALogin(TlsRegistry registry) {
    long began = System.nanoTime();
    assertThat(registry.send(stack.login("pull"), "GET", "/v2/", "").statusCode())
        .as("status with the right password")
        .isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  @Order(2)
  void idleConnectionsKeepNobodyWaitingAndAreClosed() throws IOException {
    List<SocketChannel> idle = new ArrayList<>();
    try {
      connect(idle);

      assertThat(loginWithinTheLimit())
          .as("whether a login is answered in time beside %d idle connections", IDLE_CLIENTS)
          .isTrue();
      assertThat(isOpen(idle.get(0))).as("whether an idle connection is open at first").isTrue();
      await("idle connections without a handshake are closed")
          .atMost(CLOSED)
          .until(() -> idle.stream().noneMatch(BusyFrontIT::isOpen));
    } finally {
      for (SocketChannel each : idle) {
        each.close();
      }
    }
  }

  private static void connect(List<SocketChannel> idle) throws IOException {
    String[] address = stack.address().split(":", 2);
    for (int i = 0; i < IDLE_CLIENTS; i++) {
      SocketChannel client =
          SocketChannel.open(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
      client.configureBlocking(false);
      idle.add(client);
    }
  }

  /** A front without room lets the request wait, and answers it after the limit. */
  private static boolean loginWithinTheLimit() {
    return CompletableFuture.supplyAsync(() -> quickestLogin(stack.registry()))
        .completeOnTimeout(CLOSED, IN_TIME.multipliedBy(LOGINS).toMillis(), MILLISECONDS)
        .handle((took, e) -> e == null && took.compareTo(IN_TIME) < 0)
        .join();
  }

  private static boolean isOpen(SocketChannel client) {
    try {
      return client.read(ByteBuffer.allocate(1)) == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
