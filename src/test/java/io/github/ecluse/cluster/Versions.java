package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The versions that were released, as the registry held them then. */
final class Versions {
  private final ClusterRegistry registry;
  private final Map<String, String> digests = new LinkedHashMap<>();

  /**
   * Begins without any.
   *
   * @param registry holds them
   */
  Versions(ClusterRegistry registry) {
    this.registry = registry;
  }

  /** Whether nothing was released yet. */
  boolean areNone() {
    return digests.isEmpty();
  }

  /** Notes the digest that the registry holds for a version that was released. */
  void note(String version) {
    String digest = registry.digest(version);
    assertThat(digest).as("digest of %s in the registry", version).startsWith("sha256:");
    digests.put(version, digest);
  }

  /**
   * Asserts that the registry holds each as it was.
   *
   * @param list what {@code build.sh --swarm --list} prints
   */
  void assertKept(List<String> list) {
    digests.forEach(
        (version, digest) -> {
          assertThat(registry.digest(version)).as("digest of %s", version).isEqualTo(digest);
          assertThat(list)
              .as("build.sh --swarm --list")
              .anyMatch(line -> line.startsWith(version + " ") && line.contains(digest));
        });
  }
}
