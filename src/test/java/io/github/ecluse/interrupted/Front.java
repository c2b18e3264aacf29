package io.github.ecluse.interrupted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The program in front of {@code docker}, Compose and {@code curl}, in a folder of its own. */
final class Front {
  private final Path folder;
  private final Path calls;

  /**
   * Puts the program into a folder.
   *
   * @param folder an empty one
   */
  Front(Path folder) {
    this.folder = folder;
    calls = folder.resolve("calls");
    try (InputStream text = Front.class.getResourceAsStream("/interrupted/front.sh")) {
      Path program = folder.resolve("front.sh");
      Files.copy(text, program);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (String name :
          List.of(
              "bin/docker",
              "bin/curl",
              "config/cli-plugins/docker-compose",
              "config/cli-plugins/docker-buildx")) {
        Path link = folder.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, program);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the variables with which a run is interrupted at a call, counted from 1. */
  Map<String, String> variables(int call, Way way) {
    String trial =
        "INTERRUPTED_CALLS='%s' INTERRUPTED_CALL=%s INTERRUPTED_WAY=%s\n"
            .formatted(calls, call, way.name());
    try {
      Files.deleteIfExists(calls);
      Files.writeString(folder.resolve("trial"), trial);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "PATH",
        folder.resolve("bin") + ":" + System.getenv("PATH"),
        "DOCKER_CONFIG",
        folder.resolve("config").toString());
  }

  /** Returns the calls of the run, in their order. */
  List<String> calls() {
    try {
      return Files.readAllLines(calls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
