package io.github.ecluse.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the program behind {@code docker compose}. Calling it directly saves the time in which the
 * Docker CLI looks for it (ADR 0017).
 */
final class ComposeProgram {
  /** Where Docker's command looks for plugins on Linux, in its order. */
  private static final List<String> FOLDERS =
      List.of(
          Objects.requireNonNullElse(
              System.getenv("DOCKER_CONFIG"), System.getProperty("user.home") + "/.docker"),
          "/usr/local/lib/docker",
          "/usr/local/libexec/docker",
          "/usr/lib/docker",
          "/usr/libexec/docker");

  private static final Optional<Path> PLACE =
      FOLDERS.stream()
          .map(folder -> Path.of(folder, "cli-plugins", "docker-compose"))
          .filter(Files::isExecutable)
          .findFirst();

  private ComposeProgram() {}

  /**
   * Returns the words of a command, with the program in place of {@code docker compose} where there
   * is one.
   */
  static List<String> calledDirectly(List<String> words) {
    if (PLACE.isEmpty()
        || words.size() < 2
        || !words.subList(0, 2).equals(List.of("docker", "compose"))) {
      return words;
    }
    return Stream.concat(Stream.of(PLACE.get().toString()), words.stream().skip(2)).toList();
  }
}
