package io.github.ecluse.rolling;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.load.Load;
import io.github.ecluse.stack.Stack;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The page of a stack that rolls: each release has a text of its own, and a slow page beside it.
 */
final class RolledPage {
  private static final int PER_SECOND = 50;
  private static final int OF_A_BROWSER_PER_SECOND = 10;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final AtomicInteger RELEASES = new AtomicInteger();

  private RolledPage() {}

  /** Changes the source, and returns the text that the page has from the next release on. */
  static String newText(Application application) {
    application.restore();
    application.addSlowPage();
    String text = "release " + RELEASES.incrementAndGet() + " of " + System.nanoTime();
    application.addToPages(text);
    return text;
  }

  /** The same, of a release that starts late. */
  static String newTextOfALateStart(Application application) {
    String text = newText(application);
    application.startLate();
    return text;
  }

  /** Starts a steady load on the page, of one browser that has a session and keeps its cookies. */
  static Load browser(Stack stack) {
    URI page = stack.appUrl().resolve("/");
    CookieManager cookies = new CookieManager();
    HttpCookie session = new HttpCookie("session", "of-a-browser");
    session.setVersion(0);
    session.setPath("/");
    cookies.getCookieStore().add(page, session);
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .connectTimeout(ANSWER_LIMIT)
            .build();
    HttpRequest request = HttpRequest.newBuilder(page).timeout(ANSWER_LIMIT).build();
    return Load.on(client, request, OF_A_BROWSER_PER_SECOND);
  }

  /** Starts a steady load on the page. */
  static Load load(Stack stack) {
    return Load.on(stack.appUrl().resolve("/"), PER_SECOND);
  }

  /** Returns the names of the services that have a container. */
  static List<String> serviceNames(Stack stack) {
    return stack.services().all().stream().map(ServiceContainer::service).toList();
  }

  /** Waits until the page is served, for 10 seconds. */
  static void awaitPage(Stack stack) {
    awaitPage(stack, Duration.ofSeconds(10));
  }

  /** Waits until the page is served. */
  static void awaitPage(Stack stack, Duration limit) {
    await("page")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> Http.on(stack.appUrl()).get("/").statusCode() == 200);
  }

  /** Returns what the page says. */
  static String page(Stack stack) {
    return Http.on(stack.appUrl()).get("/").asString();
  }
}
