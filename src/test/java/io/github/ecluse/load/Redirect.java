package io.github.ecluse.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Redirects of a page. An application may send its visitors to the address that its users know:
 * there another stack answers, perhaps the user's own. Such a redirect is not followed.
 */
public final class Redirect {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final int MOST = 5;

  private Redirect() {}

  /** Returns whether the server of the page answers at the other address, too. */
  public static boolean leadsToTheSameServer(URI page, URI other) {
    return "http".equals(other.getScheme())
        && port(page) == port(other)
        && (page.getHost().equalsIgnoreCase(other.getHost())
            || (LOOPBACK.contains(page.getHost()) && LOOPBACK.contains(other.getHost())));
  }

  private static int port(URI uri) {
    return uri.getPort() == -1 ? 80 : uri.getPort();
  }

  /** Returns where the page is, after the redirects to the same server, five at most. */
  static URI followed(URI page, HttpClient client) {
    URI last = page;
    for (int i = 0; i < MOST; i++) {
      Optional<URI> next = next(last, client);
      if (next.isEmpty()) {
        return last;
      }
      last = next.get();
    }
    return last;
  }

  private static Optional<URI> next(URI page, HttpClient client) {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(Load.LIMIT).build();
    try {
      HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
      return STATUSES.contains(response.statusCode())
          ? response
              .headers()
              .firstValue("Location")
              .map(page::resolve)
              .filter(other -> leadsToTheSameServer(page, other))
          : Optional.empty();
    } catch (IOException e) {
      // What does not answer is counted by the load.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
