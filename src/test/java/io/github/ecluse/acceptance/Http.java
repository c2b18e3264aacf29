package io.github.ecluse.acceptance;

import static io.restassured.RestAssured.given;

import io.github.ecluse.load.Redirect;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.filter.FilterContext;
import io.restassured.filter.log.LogDetail;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolException;
import org.apache.http.impl.client.AbstractHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.DefaultRedirectStrategy;
import org.apache.http.protocol.HttpContext;

/**
 * Requests with a time limit: by default REST Assured waits for ever for what drops its packets.
 */
public final class Http {
  private static final int LIMIT_MS = 10_000;

  /** By itself REST Assured says which status it expected, and not of which request. */
  private static final LogConfig TELL_WHAT_WAS_TRIED =
      LogConfig.logConfig().enableLoggingOfRequestAndResponseIfValidationFails(LogDetail.ALL);

  /** A page that is asked for until it answers is no news. Held, as a logger may be forgotten. */
  private static final Logger OF_THE_CLIENT = Logger.getLogger("org.apache.http.impl.client");

  static {
    OF_THE_CLIENT.setLevel(Level.WARNING);
  }

  private Http() {}

  /**
   * A request to what answers at a URI. Sent, it throws an {@link UncheckedIOException} that names
   * what was tried if no answer comes within 10 s.
   */
  public static RequestSpecification on(URI uri) {
    return on(uri, LIMIT_MS);
  }

  /** The same, with another limit, in milliseconds. */
  static RequestSpecification on(URI uri, int limitMs) {
    HttpClientConfig limits =
        HttpClientConfig.httpClientConfig()
            .httpClientFactory(() -> client(uri))
            .setParam("http.connection.timeout", limitMs)
            .setParam("http.socket.timeout", limitMs);
    return given()
        .config(RestAssuredConfig.config().httpClient(limits).logConfig(TELL_WHAT_WAS_TRIED))
        .filter(Http::namedWhereNoAnswerComes)
        // Each has a client of its own, whose connection would stay open: a server has so many.
        .header("Connection", "close")
        .baseUri(uri.toString());
  }

  /**
   * Redirects that lead to another server are answers, which no check expects. REST Assured takes
   * no newer client.
   */
  @SuppressWarnings("deprecation")
  private static AbstractHttpClient client(URI uri) {
    AbstractHttpClient client = new DefaultHttpClient();
    client.setRedirectStrategy(
        new DefaultRedirectStrategy() {
          @Override
          public boolean isRedirected(
              HttpRequest request, HttpResponse response, HttpContext context)
              throws ProtocolException {
            return super.isRedirected(request, response, context)
                && Redirect.leadsToTheSameServer(
                    uri, uri.resolve(response.getFirstHeader("location").getValue()));
          }
        });
    return client;
  }

  /** The HTTP client says that a read timed out, and not of what. */
  private static Response namedWhereNoAnswerComes(
      FilterableRequestSpecification request,
      FilterableResponseSpecification response,
      FilterContext context) {
    try {
      return context.next(request, response);
    } catch (Exception e) {
      String tried =
          "Tried %s %s, but got no answer: %s"
              .formatted(request.getMethod(), request.getURI(), e.getMessage());
      throw new UncheckedIOException(tried, e instanceof IOException io ? io : new IOException(e));
    }
  }
}
