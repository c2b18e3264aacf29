package io.github.ecluse.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Long requests to one page, one after the other without a pause, so that one of each kind is under
 * way whenever the server changes.
 */
public final class UnderWay {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<List<String>>> kinds = new ArrayList<>();
  private volatile boolean isOver;

  private UnderWay(URI page, byte[] posted) {
    HttpRequest.Builder request = HttpRequest.newBuilder(page).timeout(LIMIT);
    HttpRequest get = request.build();
    HttpRequest post = request.POST(HttpRequest.BodyPublishers.ofByteArray(posted)).build();
    kinds.add(threads.submit(() -> repeat(get)));
    kinds.add(threads.submit(() -> repeat(post)));
  }

  /** Starts with GET, and with POST of these bytes. */
  public static UnderWay on(URI page, byte[] posted) {
    return new UnderWay(page, posted);
  }

  private List<String> repeat(HttpRequest request) throws InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    List<String> answers = new ArrayList<>();
    while (!isOver) {
      try {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        answers.add(request.method() + " " + response.statusCode() + " " + response.body());
      } catch (IOException e) {
        answers.add(request.method() + " " + e);
      }
    }
    return answers;
  }

  /** Lets the last ones be answered, and tells the method, status and body of each. */
  public List<String> stop() {
    isOver = true;
    List<String> all = new ArrayList<>();
    try {
      for (Future<List<String>> kind : kinds) {
        all.addAll(kind.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return all;
  }
}
