package io.github.ecluse.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Sends requests to a registry and checks the status of its answers.
 *
 * @param registry the address of the registry
 */
record RegistryConnection(URI registry) {
  /** How long to wait for a connection, and again for an answer. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int OK = 200;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns a request for a path. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(registry.resolve(path)).timeout(LIMIT);
  }

  /**
   * Sends a request.
   *
   * @return the answer, whatever its status
   * @throws RegistryException if there is none
   */
  static <T> HttpResponse<T> send(HttpRequest.Builder builder, HttpResponse.BodyHandler<T> body) {
    HttpRequest request = builder.build();
    try {
      return CLIENT.send(request, body);
    } catch (IOException e) {
      throw RegistryException.noAnswer(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.noAnswer(request, e);
    }
  }

  /** Sends a request whose answer is a text. */
  static HttpResponse<String> send(HttpRequest.Builder builder) {
    return send(builder, HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Returns a JSON document.
   *
   * @throws RegistryException if there is no answer, if its status is not 200, or if it is not JSON
   */
  JsonNode json(String path) {
    return json(send(request(path)));
  }

  /** Returns a blob that is a JSON document. */
  JsonNode jsonBlob(String repository, Digest digest) {
    return json(blobPath(repository, digest));
  }

  /** Returns a blob, to be read as it comes. */
  InputStream blob(String repository, Digest digest) {
    HttpRequest.Builder request = request(blobPath(repository, digest));
    return expectOk(send(request, HttpResponse.BodyHandlers.ofInputStream())).body();
  }

  private static String blobPath(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  /**
   * Returns an answer if its status is 200.
   *
   * @throws RegistryException if it is any other
   */
  static <T> HttpResponse<T> expectOk(HttpResponse<T> response) {
    if (response.statusCode() != OK) {
      String words = response.body() instanceof String text ? ": " + text : "";
      throw RegistryException.wrongAnswer(
          response.request(),
          "status " + response.statusCode() + words,
          response.statusCode(),
          null);
    }
    return response;
  }

  /**
   * Returns the JSON document of an answer with status 200.
   *
   * @throws RegistryException if the status is any other, or the answer is not JSON
   */
  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(expectOk(response).body());
    } catch (JsonProcessingException e) {
      throw RegistryException.wrongAnswer(
          response.request(), "not JSON: " + response.body(), response.statusCode(), e);
    }
  }
}
