package io.github.ecluse.settings;

import io.github.ecluse.docker.DockerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A user's own folder of Docker's settings, apart from that of who runs the tests. */
final class DockerConfiguration {
  private final Path folder;

  DockerConfiguration(Path folder) {
    this.folder = folder;
  }

  /** Returns the variable that names it. */
  Map<String, String> variables() {
    return Map.of("DOCKER_CONFIG", folder.toString());
  }

  /** Writes its {@code config.json}. */
  void write(String json) {
    try {
      Files.writeString(folder.resolve("config.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a context for an engine on another machine, at an address that is kept for documents. */
  void remoteContext(String name) {
    run("context", "create", name, "--docker", "host=tcp://192.0.2.1:2375");
  }

  /** Makes a builder in a container of its own the one that is used; it is not started. */
  void builderInAContainer(String name) {
    run("buildx", "create", "--driver", "docker-container", "--name", name, "--use");
  }

  private void run(String... words) {
    DockerCommand.docker(words).with(variables()).run().orThrow();
  }
}
