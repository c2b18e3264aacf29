package io.github.ecluse.registry;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to a registry and checks the status of its answers.
 *
 * @param registry the address of the registry
 * @param limit how long to wait for the beginning of an answer, and again for its end
 */
record RegistryConnection(URI registry, Duration limit) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** More pages than any registry has. */
  private static final int MOST_PAGES = 1_000;

  private static final int OK = 200;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  RegistryConnection(URI registry) {
    this(registry, LIMIT);
  }

  /** Returns a request for a path. */
  HttpRequest.Builder request(String path) {
    return request(registry.resolve(path));
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).timeout(limit);
  }

  /**
   * Sends a request.
   *
   * @return the answer, whatever its status
   * @throws RegistryException if there is none
   */
  <T> HttpResponse<T> send(HttpRequest.Builder builder, HttpResponse.BodyHandler<T> body) {
    HttpRequest request = builder.build();
    // The time limit of a request ends with the head of its answer; the body could take for ever.
    CompletableFuture<HttpResponse<T>> answer = CLIENT.sendAsync(request, body);
    try {
      return answer.get(2 * limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw RegistryException.noAnswer(request, e.getCause());
    } catch (TimeoutException e) {
      throw RegistryException.noAnswer(
          request, new HttpTimeoutException("the answer does not end"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.noAnswer(request, e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Sends a request whose answer is a text. */
  HttpResponse<String> send(HttpRequest.Builder builder) {
    return send(builder, HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Returns the answer to a request, with status 200.
   *
   * @throws RegistryException if there is no answer, or if its status is any other
   */
  HttpResponse<String> ok(HttpRequest.Builder request) {
    return expectOk(send(request));
  }

  /**
   * Returns the texts of a list that may be on several pages.
   *
   * @param first the first page
   * @param name the list's name
   * @throws RegistryException if a page can't be read, or there is always another one
   */
  List<String> texts(Document first, String name) {
    List<String> texts = new ArrayList<>(first.texts(name));
    Set<URI> read = new HashSet<>();
    Document page = first;
    for (Optional<URI> next = page.next(); next.isPresent(); next = page.next()) {
      URI address = next.get();
      if (!isOfRegistry(address) || !read.add(address) || read.size() == MOST_PAGES) {
        throw RegistryException.wrongAnswer(
            page.answer(), "a next page that can't be one: " + address);
      }
      page = Document.of(ok(request(address)));
      texts.addAll(page.texts(name));
    }
    return List.copyOf(texts);
  }

  private boolean isOfRegistry(URI address) {
    return registry.resolve("/").equals(address.resolve("/"));
  }

  /** Returns a blob that is a JSON document. */
  Document jsonBlob(String repository, Digest digest) {
    return Document.of(ok(request(blobPath(repository, digest))));
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
      throw RegistryException.wrongAnswer(response, "status " + response.statusCode() + words);
    }
    return response;
  }
}
