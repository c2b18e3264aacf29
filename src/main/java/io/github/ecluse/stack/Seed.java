package io.github.ecluse.stack;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Layers that the volume of the stack's registry is given before the first push, as it would hold
 * them after the releases before: {@code -Decluse.seed=<archive>}, made by {@link
 * LoneRegistry#saveLayers}. Many runs in a row need not send them each time. There is no tag and no
 * manifest in it: nothing counts as pushed.
 */
final class Seed {
  private static final String PROPERTY = "ecluse.seed";

  private Seed() {}

  /** Gives the registry what the seed holds, if one was named. */
  static void plantIn(String registryId, DockerClient client) {
    Optional.ofNullable(System.getProperty(PROPERTY))
        .ifPresent(archive -> copy(Path.of(archive), registryId, client));
  }

  private static void copy(Path archive, String registryId, DockerClient client) {
    try (InputStream layers = Files.newInputStream(archive)) {
      client
          .copyArchiveToContainerCmd(registryId)
          .withTarInputStream(layers)
          .withRemotePath(LoneRegistry.DATA)
          .exec();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
