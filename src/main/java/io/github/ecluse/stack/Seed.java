package io.github.ecluse.stack;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import java.util.Objects;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/**
 * Layers that the stack's registry is given before the first push, as it would hold them after the
 * releases before: {@code -Decluse.seed=<volume of a registry>}. Many runs in a row need not send
 * them each time. It gives layers only, no tag and no manifest: nothing counts as pushed.
 */
final class Seed {
  private static final String PROPERTY = "ecluse.seed";
  private static final String COPY =
      "cp -a /seed/docker /var/lib/registry/"
          + " && find /var/lib/registry -type d -name _manifests -prune -exec rm -rf {} +";

  private Seed() {}

  /** Gives the registry what the seed holds, if one was named. */
  static void plantIn(String registryId) {
    Optional.ofNullable(System.getProperty(PROPERTY)).ifPresent(volume -> copy(volume, registryId));
  }

  private static void copy(String volume, String registryId) {
    try (GenericContainer<?> container = new GenericContainer<>(Probe.IMAGE)) {
      container
          .withNetworkMode("none")
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy())
          .withCreateContainerCmdModifier(
              cmd -> {
                Objects.requireNonNullElseGet(cmd.getHostConfig(), HostConfig::new)
                    .withBinds(new Bind(volume, new Volume("/seed"), AccessMode.ro))
                    .withVolumesFrom(new VolumesFrom(registryId));
                cmd.withEntrypoint("sh", "-c", COPY);
              });
      container.start();
    }
  }
}
