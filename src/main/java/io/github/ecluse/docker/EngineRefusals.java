package io.github.ecluse.docker;

import java.util.List;
import java.util.Locale;

/** Refuses engines and settings with which the gate would look at the wrong host. */
final class EngineRefusals {
  private EngineRefusals() {}

  /**
   * Checks that root in a container is root on this host.
   *
   * @param options as the engine tells them, such as {@code name=rootless}
   * @throws EngineMissingException if not
   */
  static void checkSecurity(List<String> options) {
    if (options.stream().anyMatch(option -> option.contains("name=rootless"))) {
      throw new EngineMissingException(
          "The Docker engine is rootless, and the gate can't see its networks and processes",
          "start an engine as root, and export DOCKER_HOST=unix:///var/run/docker.sock");
    }
    if (options.stream().anyMatch(option -> option.contains("name=userns"))) {
      throw new EngineMissingException(
          "The Docker engine has userns-remap, and the gate can't compare its users",
          "remove userns-remap from /etc/docker/daemon.json, and restart the engine");
    }
  }

  /**
   * Checks that images are built and pulled for the engine's own platform.
   *
   * @param wanted the value of {@code DOCKER_DEFAULT_PLATFORM}; empty if it is not set
   * @param own the engine's, such as {@code linux/amd64}
   * @throws EngineMissingException if not
   */
  static void checkPlatform(String wanted, String own) {
    if (!wanted.isEmpty() && !plain(wanted).equals(plain(own))) {
      throw new EngineMissingException(
          "DOCKER_DEFAULT_PLATFORM is %s, but the engine runs %s".formatted(wanted, own),
          "unset DOCKER_DEFAULT_PLATFORM");
    }
  }

  /** Returns the architecture by the name that images have for it, without a variant. */
  private static String plain(String platform) {
    String[] parts = platform.toLowerCase(Locale.ROOT).split("/", 3);
    return (parts.length > 1 ? parts[1] : parts[0])
        .replace("x86_64", "amd64")
        .replace("aarch64", "arm64");
  }
}
