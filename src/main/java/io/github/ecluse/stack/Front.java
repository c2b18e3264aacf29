package io.github.ecluse.stack;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.compose.Services;
import io.github.ecluse.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/** A proxy in front of the application: it needs a moment to notice that the application serves. */
final class Front {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(200);
  private static final int SERVER_ERROR = 500;

  private Front() {}

  /**
   * Waits until the health page answers with another status than 5xx, if another service than the
   * application publishes it. The checks tell if none comes.
   *
   * @param services is asked only if there is a proxy
   * @param published the address for clients on the host
   */
  static void awaitAnswer(Workspace workspace, Services services, URI published) {
    if (!workspace.isBehindProxy() || !runs(workspace.promise().application(), services)) {
      return;
    }
    URI page = published.resolve(workspace.promise().health());
    try {
      await("an answer of the proxy")
          .atMost(LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(BETWEEN_REQUESTS)
          .until(() -> serves(page));
    } catch (ConditionTimeoutException e) {
      // No page is what a check fails for, with its own words.
    }
  }

  private static boolean runs(String service, Services services) {
    return services.all().stream()
        .anyMatch(one -> one.service().equals(service) && one.isRunning());
  }

  private static boolean serves(URI page) {
    HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    HttpRequest request = HttpRequest.newBuilder(page).timeout(ANSWER_LIMIT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
          < SERVER_ERROR;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
