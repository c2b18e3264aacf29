package io.github.ecluse.registry;

import static io.github.ecluse.registry.RegistryConnection.expectOk;
import static io.github.ecluse.registry.RegistryConnection.json;
import static io.github.ecluse.registry.RegistryConnection.send;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

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
      return send(connection().request("/v2/")).statusCode();
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
    return texts(connection().json("/v2/_catalog").get("repositories"));
  }

  /**
   * {@return the tags of a repository; none if it does not hold the repository}
   *
   * @param repository the name without the registry's address
   * @throws RegistryException if it does not answer, or answers anything but 200 and 404
   */
  public List<String> tags(String repository) {
    HttpResponse<String> response = send(connection().request("/v2/" + repository + "/tags/list"));
    return response.statusCode() == NOT_FOUND ? List.of() : texts(json(response).get("tags"));
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
        send(
            manifestRequest(repository, reference)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    return expectOk(response).headers().firstValue("Docker-Content-Digest").map(Digest::new);
  }

  /**
   * {@return an image that it holds} Of an index, this is the first image that is of a platform.
   *
   * @param repository the name without the registry's address
   * @param digest the digest of a manifest or an index
   * @throws RegistryException if it does not hold the image
   */
  public RemoteImage image(String repository, Digest digest) {
    return new RemoteImage(connection(), repository, manifest(repository, digest));
  }

  private JsonNode manifest(String repository, Digest digest) {
    JsonNode found = json(send(manifestRequest(repository, digest.value())));
    return StreamSupport.stream(found.path("manifests").spliterator(), false)
        .filter(each -> !ATTESTATION.equals(each.at("/platform/architecture").asText()))
        .map(each -> manifest(repository, new Digest(each.get("digest").asText())))
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

  private static List<String> texts(JsonNode array) {
    return array == null
        ? List.of()
        : StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
