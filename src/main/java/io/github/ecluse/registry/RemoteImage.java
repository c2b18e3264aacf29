package io.github.ecluse.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * An image as a registry holds it: a manifest that names a configuration and an archive for each
 * layer (<a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image
 * specification</a>).
 */
public final class RemoteImage {
  private final RegistryConnection registry;
  private final String repository;
  private final Document manifest;

  RemoteImage(RegistryConnection registry, String repository, Document manifest) {
    this.registry = registry;
    this.repository = repository;
    this.manifest = manifest;
  }

  /**
   * {@return its layers, the lowest first}
   *
   * @throws RegistryException if the manifest has no layers, or one without a digest
   */
  public List<Layer> layers() {
    return manifest
        .list("layers")
        .map(layer -> new Layer(manifest.digest(layer), layer.path("size").asLong()))
        .toList();
  }

  /**
   * {@return the commands that made its layers, the lowest first, as the history in its
   * configuration has them} There may be fewer than layers.
   *
   * @throws RegistryException if the registry does not hold the configuration
   */
  public List<String> commands() {
    JsonNode history =
        registry
            .jsonBlob(repository, manifest.digest(manifest.root().path("config")))
            .root()
            .path("history");
    return StreamSupport.stream(history.spliterator(), false)
        .filter(step -> !step.path("empty_layer").asBoolean())
        .map(step -> step.path("created_by").asText())
        .toList();
  }

  /**
   * Opens the archive of a layer, which may be compressed.
   *
   * @param layer one of {@link #layers}
   * @return the archive, which the caller closes
   * @throws RegistryException if the registry does not hold it
   */
  public InputStream open(Layer layer) {
    return registry.blob(repository, layer.digest());
  }

  /**
   * A layer in a registry.
   *
   * @param digest the digest of its archive
   * @param bytes the size of its archive
   */
  public record Layer(Digest digest, long bytes) {}
}
