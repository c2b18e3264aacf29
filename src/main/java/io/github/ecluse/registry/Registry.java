package io.github.ecluse.registry;

import static io.github.ecluse.registry.RegistryConnection.expectOk;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A registry, read over its HTTP API, which the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution
 * specification</a> describes.
 *
 * @param uri the address at which it answers, such as {@code http://127.0.0.1:5000}
 */
public record Registry(URI uri) {
  /** How long {@link #awaitAnswer} waits. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private static final String MANIFEST_TYPES =
      String.join(
          ", ",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  /** The architecture in BuildKit's manifests that describe only how an image was built. */
  private static final String ATTESTATION = "unknown";

  /** Indexes that hold each other would be followed for ever. */
  private static final int MOST_INDEXES = 8;

  /** {@return whether its version check has status 200, which means that it asks for no login} */
  public boolean answers() {
    return versionCheck() == OK;
  }

  /** {@return whether its version check has any answer, even one that asks for a login} */
  public boolean isThere() {
    return versionCheck() != 0;
  }

  private int versionCheck() {
    try {
      return connection().send(connection().request("/v2/")).statusCode();
    } catch (RegistryException e) {
      return 0;
    }
  }

  /**
   * Waits until it answers its version check, for 30 seconds.
   *
   * @throws org.awaitility.core.ConditionTimeoutException if it does not answer in time
   */
  public void awaitAnswer() {
    // A failure mode is recognised by these words (pipeline/failures.properties).
    await("an answer of the registry on port " + uri.getPort())
        .atMost(ANSWER_LIMIT)
        .pollInterval(BETWEEN_REQUESTS)
        .until(this::answers);
  }

  /**
   * {@return the names of all repositories that it holds}
   *
   * @throws RegistryException if it does not answer, or answers anything but 200
   */
  public List<String> repositories() {
    RegistryConnection connection = connection();
    HttpResponse<String> response = connection.ok(connection.request("/v2/_catalog"));
    return connection.texts(Document.of(response), "repositories");
  }

  /**
   * {@return the tags of a repository; none if it does not hold the repository}
   *
   * @param repository the name without the registry's address
   * @throws RegistryException if it does not answer, or answers anything but 200 and 404
   */
  public List<String> tags(String repository) {
    RegistryConnection connection = connection();
    HttpResponse<String> response =
        connection.send(connection.request("/v2/" + repository + "/tags/list"));
    return response.statusCode() == NOT_FOUND
        ? List.of()
        : connection.texts(Document.of(expectOk(response)), "tags");
  }

  /**
   * {@return the digest of the manifest that it holds under a tag or digest; empty if it holds
   * none}
   *
   * @param repository the name without the registry's address
   * @param reference a tag or a digest
   * @throws RegistryException if it does not answer, or answers anything but 200 and 404
   */
  public Optional<Digest> digest(String repository, String reference) {
    HttpResponse<String> response =
        connection()
            .send(
                manifestRequest(repository, reference)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    // Without the header it is unknown which one it holds; that is not the same as none.
    String digest = expectOk(response).headers().firstValue("Docker-Content-Digest").orElse("");
    return Optional.of(Document.digest(response, digest));
  }

  /**
   * {@return an image that it holds} Of an index, this is the first image that is of a platform.
   *
   * @param repository the name without the registry's address
   * @param digest the digest of a manifest or an index
   * @throws RegistryException if it does not hold the image
   */
  public RemoteImage image(String repository, Digest digest) {
    return new RemoteImage(connection(), repository, manifest(repository, digest, 1));
  }

  private Document manifest(String repository, Digest digest, int depth) {
    HttpResponse<String> response = connection().ok(manifestRequest(repository, digest.value()));
    Document found = Document.of(response);
    if (!found.root().has("manifests")) {
      return found;
    }
    if (depth > MOST_INDEXES) {
      throw RegistryException.wrongAnswer(
          response, "the last of %d indexes, each in another".formatted(depth));
    }
    return found
        .list("manifests")
        .filter(each -> !ATTESTATION.equals(each.at("/platform/architecture").asText()))
        .map(each -> manifest(repository, found.digest(each), depth + 1))
        .findFirst()
        .orElse(found);
  }

  private RegistryConnection connection() {
    return new RegistryConnection(uri);
  }

  private HttpRequest.Builder manifestRequest(String repository, String reference) {
    return connection()
        .request("/v2/" + repository + "/manifests/" + reference)
        .header("Accept", MANIFEST_TYPES);
  }
}
