package io.github.ecluse.containers;

import io.github.ecluse.docker.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The layers of a registry, as an archive without tags and manifests. A registry that starts with
 * them ({@code -Decluse.seed=<archive>}) holds no image, but a push skips these layers.
 */
public final class RegistryLayers {
  /** Where {@code registry:2} stores. */
  static final String DATA = "/var/lib/registry";

  private static final String PROPERTY = "ecluse.seed";

  private RegistryLayers() {}

  /** Saves the layers of a registry, and removes its tags and manifests. */
  static void save(String registryId, Path archive, Engine engine) {
    engine
        .exec(
            registryId,
            "sh",
            "-c",
            // One that holds nothing yet has no folder.
            "mkdir -p %1$s/docker && find %1$s -name _manifests -prune -exec rm -rf {} +"
                .formatted(DATA))
        .orThrow();
    try (InputStream data =
        engine.client().copyArchiveFromContainerCmd(registryId, DATA + "/docker").exec()) {
      Files.copy(data, archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies the layers of the archive that {@code -Decluse.seed} names, if any, to a registry.
   *
   * @param registryId the id of the registry's container
   * @param engine the engine that runs the registry
   */
  public static void seed(String registryId, Engine engine) {
    Optional.ofNullable(System.getProperty(PROPERTY))
        .ifPresent(archive -> copy(Path.of(archive), registryId, engine));
  }

  private static void copy(Path archive, String registryId, Engine engine) {
    try (InputStream layers = Files.newInputStream(archive)) {
      engine
          .client()
          .copyArchiveToContainerCmd(registryId)
          .withTarInputStream(layers)
          .withRemotePath(DATA)
          .exec();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      // Storage in memory under a read-only root takes no files. Then the first push is longer.
      System.out.println("[ecluse] the registry starts without layers: " + e.getMessage());
    }
  }
}
