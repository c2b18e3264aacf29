package io.github.ecluse.acceptance;

import static io.restassured.RestAssured.given;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.net.URI;

/**
 * Requests with a time limit: by default REST Assured waits for ever for what drops its packets.
 */
public final class Http {
  private static final int LIMIT_MS = 10_000;

  private Http() {}

  /** A request to what answers at a URI. */
  public static RequestSpecification on(URI uri) {
    HttpClientConfig limits =
        HttpClientConfig.httpClientConfig()
            .setParam("http.connection.timeout", LIMIT_MS)
            .setParam("http.socket.timeout", LIMIT_MS);
    return given().config(RestAssuredConfig.config().httpClient(limits)).baseUri(uri.toString());
  }
}
