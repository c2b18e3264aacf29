package io.github.ecluse.registry;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A registry, read over its HTTP API, which the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution
 * specification</a> describes.
 *
 * @param uri where it answers, such as {@code http://127.0.0.1:5000}
 */
public record Registry(URI uri) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String MANIFEST_TYPES =
      String.join(
          ", ",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  /**
   * What BuildKit names as the architecture of a manifest that only says how an image was built.
   */
  private static final String ATTESTATION = "unknown";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether it answers its version check with 200: it is there, and asks for no login. */
  public boolean answers() {
    return versionCheck() == 200;
  }

  /** Whether something answers its version check, if only to ask for a login. */
  public boolean isThere() {
    return versionCheck() != 0;
  }

  private int versionCheck() {
    try {
      return send(request("/v2/")).statusCode();
    } catch (RegistryException e) {
      return 0;
    }
  }

  /**
   * The names of all repositories that it holds.
   *
   * @throws RegistryException if it does not answer, or answers anything but 200
   */
  public List<String> repositories() {
    return texts(json("/v2/_catalog").get("repositories"));
  }

  /**
   * The tags of a repository; none if it does not hold it.
   *
   * @throws RegistryException if it does not answer, or answers anything but 200 and 404
   */
  public List<String> tags(String repository) {
    HttpResponse<String> response = send(request("/v2/" + repository + "/tags/list"));
    return response.statusCode() == 404 ? List.of() : texts(parse(expectOk(response)).get("tags"));
  }

  /**
   * The digest of the manifest that it holds under a tag or digest; empty if it holds none.
   *
   * @throws RegistryException if it does not answer, or answers anything but 200 and 404
   */
  public Optional<Digest> digest(String repository, String reference) {
    HttpResponse<String> response =
        send(
            manifestRequest(repository, reference)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    return expectOk(response).headers().firstValue("Docker-Content-Digest").map(Digest::new);
  }

  /**
   * The bytes of the layers of one manifest that some others do not have.
   *
   * @throws RegistryException if it does not hold them all
   */
  public long bytesBeyond(String repository, List<Digest> known, Digest other) {
    Set<String> shared =
        known.stream()
            .flatMap(digest -> layers(repository, digest))
            .map(layer -> layer.get("digest").asText())
            .collect(toSet());
    return layers(repository, other)
        .filter(layer -> !shared.contains(layer.get("digest").asText()))
        .mapToLong(layer -> layer.get("size").asLong())
        .sum();
  }

  /**
   * The layers of an image, the lowest first.
   *
   * @param lowest how many of the lowest are left out
   * @throws RegistryException if it does not hold the image
   */
  public List<ImageLayer> layersAbove(String repository, Digest digest, int lowest) {
    return new HeldImage(this, repository, digest).layersAbove(lowest);
  }

  private Stream<JsonNode> layers(String repository, Digest digest) {
    return StreamSupport.stream(manifest(repository, digest).get("layers").spliterator(), false);
  }

  /** The manifest of an image; where an index stands before it, the first that is of a platform. */
  JsonNode manifest(String repository, Digest digest) {
    JsonNode found = parse(expectOk(send(manifestRequest(repository, digest.value()))));
    return StreamSupport.stream(found.path("manifests").spliterator(), false)
        .filter(each -> !ATTESTATION.equals(each.at("/platform/architecture").asText()))
        .map(each -> manifest(repository, new Digest(each.get("digest").asText())))
        .findFirst()
        .orElse(found);
  }

  /** A blob that is a JSON document. */
  JsonNode json(String repository, Digest digest) {
    return json(blobPath(repository, digest));
  }

  /** A blob, read as it comes. */
  InputStream blob(String repository, Digest digest) {
    HttpResponse<InputStream> response =
        send(request(blobPath(repository, digest)), HttpResponse.BodyHandlers.ofInputStream());
    return expectOk(response).body();
  }

  private static String blobPath(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  private JsonNode json(String path) {
    return parse(expectOk(send(request(path))));
  }

  private HttpRequest.Builder manifestRequest(String repository, String reference) {
    return request("/v2/" + repository + "/manifests/" + reference)
        .header("Accept", MANIFEST_TYPES);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).timeout(LIMIT);
  }

  private static HttpResponse<String> send(HttpRequest.Builder builder) {
    return send(builder, HttpResponse.BodyHandlers.ofString());
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder builder, HttpResponse.BodyHandler<T> body) {
    HttpRequest request = builder.build();
    try {
      return CLIENT.send(request, body);
    } catch (IOException e) {
      throw new RegistryException(request, "no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(request, "interrupted");
    }
  }

  private static <T> HttpResponse<T> expectOk(HttpResponse<T> response) {
    if (response.statusCode() != 200) {
      String words = response.body() instanceof String text ? ": " + text : "";
      throw new RegistryException(response.request(), "status " + response.statusCode() + words);
    }
    return response;
  }

  private static JsonNode parse(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new RegistryException(response.request(), "not JSON: " + response.body());
    }
  }

  private static List<String> texts(JsonNode array) {
    return array == null
        ? List.of()
        : StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
