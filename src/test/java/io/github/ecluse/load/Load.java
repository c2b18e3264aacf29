package io.github.ecluse.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to one page at a steady rate, whether earlier ones are answered or not (an open
 * loop): a server that stalls gets no mercy, and each stall shows.
 */
public final class Load implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient client;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final Queue<CompletableFuture<Answer>> answers = new ConcurrentLinkedQueue<>();
  private final ScheduledFuture<?> sending;
  private final HttpRequest request;

  private Load(HttpClient client, HttpRequest request, int perSecond) {
    this.client = client;
    this.request = request;
    sending =
        clock.scheduleAtFixedRate(
            this::send, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
  }

  /**
   * Starts to send as many requests in each second. The first ones of a JVM are slow by its own
   * doing: some are sent before, one after the other, and not counted.
   */
  public static Load on(URI page, int perSecond) {
    HttpClient warm = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(Redirect.followed(page, warm)).timeout(LIMIT).build();
    warmUp(warm, request, perSecond);
    return new Load(client, request, perSecond);
  }

  /** Starts to send a request, with headers of its own, by a client that knows how. */
  public static Load on(HttpClient client, HttpRequest request, int perSecond) {
    warmUp(client, request, perSecond);
    return new Load(client, request, perSecond);
  }

  private static void warmUp(HttpClient client, HttpRequest request, int times) {
    for (int i = 0; i < times; i++) {
      client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle(Load::nothing).join();
    }
  }

  private static String nothing(HttpResponse<String> response, Throwable error) {
    return "";
  }

  private void send() {
    Instant sentAt = Instant.now();
    long started = System.nanoTime();
    answers.add(
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .handle((response, error) -> answer(sentAt, started, response, error)));
  }

  private static Answer answer(
      Instant sentAt, long started, HttpResponse<String> response, Throwable error) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (error != null) {
      return new Answer(sentAt, took, error.toString(), "");
    }
    String failure = response.statusCode() == 200 ? "" : "status " + response.statusCode();
    return new Answer(sentAt, took, failure, response.body());
  }

  /** Whether a good answer that has come holds a text. */
  public boolean hasSeen(String text) {
    return answers.stream()
        .filter(CompletableFuture::isDone)
        .map(CompletableFuture::join)
        .anyMatch(answer -> answer.isGood() && answer.body().contains(text));
  }

  /**
   * Sends no more, waits for the answers that are under way, and tells what came of all.
   *
   * @throws IllegalStateException if it had ended by itself: no request means no failed request
   */
  public LoadReport stop() {
    if (sending.isDone() || answers.isEmpty()) {
      throw new IllegalStateException("The load on " + request.uri() + " was not sent to its end");
    }
    close();
    List<Answer> all = answers.stream().map(CompletableFuture::join).toList();
    return new LoadReport(all);
  }

  @Override
  public void close() {
    sending.cancel(false);
    clock.shutdown();
  }
}
