package io.github.ecluse.docker;

import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where Docker's client looks for its engine, and the setting that says so.
 *
 * @param setting {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, or the current context
 * @param url such as {@code unix:///var/run/docker.sock}
 * @param remedy how to get back to the engine of this machine
 */
record EngineAddress(String setting, String url, String remedy) {
  private static final String HOST = "DOCKER_HOST";
  private static final String SOCKET = "unix:";

  private static final List<Path> USUAL =
      List.of(Path.of("/run/docker.sock"), Path.of("/run/containerd/containerd.sock"));

  /**
   * Asks Docker's client.
   *
   * @throws EngineMissingException if the context that is named does not exist
   */
  static EngineAddress ofThisUser() {
    CommandResult context =
        DockerCommand.docker(
                "context", "inspect", "--format", "{{.Name}} {{.Endpoints.docker.Host}}")
            .run();
    if (!context.succeeded()) {
      throw new EngineMissingException(
          "Docker's client finds no engine: " + context.stderr().strip(),
          "unset DOCKER_CONTEXT; docker context use default");
    }
    String[] words = context.stdout().strip().split(" ", 2);
    return of(System.getenv(), words[0], words[1]);
  }

  /**
   * Finds the setting that names the engine. The first one counts; an empty one counts as unset.
   */
  static EngineAddress of(Map<String, String> environment, String context, String url) {
    for (String setting : new String[] {HOST, "DOCKER_CONTEXT"}) {
      if (!environment.getOrDefault(setting, "").isEmpty()) {
        return new EngineAddress(setting, url, "unset " + setting);
      }
    }
    return new EngineAddress(
        "The current Docker context, " + context + ",", url, "docker context use default");
  }

  /**
   * Checks that the engine is on this machine and that this user may use it.
   *
   * @throws EngineMissingException if not
   */
  void check() {
    if (!url.startsWith(SOCKET)) {
      throw new EngineMissingException(
          "%s is %s, but the gate reaches registry and pages on 127.0.0.1".formatted(setting, url),
          remedy + ", and run the gate on the machine of the engine");
    }
    Path socket = socket(url);
    if (Files.exists(socket) && !Files.isWritable(socket)) {
      throw new EngineMissingException(
          "This user may not use the Docker engine: %s is not writable".formatted(socket),
          "sudo usermod -aG docker $USER   (then log in again)");
    }
  }

  /**
   * Checks that Testcontainers has found the same engine.
   *
   * @param other where it speaks to
   * @throws EngineMissingException if not
   */
  void checkSameAs(String other) {
    boolean same = socket(url).equals(socket(other));
    if (!same && setting.equals(HOST)) {
      throw new EngineMissingException("No Docker engine answers at DOCKER_HOST=" + url, remedy);
    }
    if (!same) {
      throw new EngineMissingException(
          "%s is %s, but Testcontainers speaks to %s".formatted(setting, url, other),
          "export DOCKER_HOST=" + url);
    }
  }

  /** Asks Docker's client for the addresses of all engines that it knows, whichever it uses. */
  static List<String> knownToThisUser() {
    return DockerCommand.docker("context", "ls", "--format", "{{.DockerEndpoint}}")
        .run()
        .orThrow()
        .stdout()
        .lines()
        .toList();
  }

  /**
   * Returns the names of the sockets of engines, and those of the usual ones: who reaches an engine
   * under any of them has it.
   *
   * @param urls their addresses; those on other machines have no socket
   */
  static Set<Path> sockets(List<String> urls) {
    Set<Path> names = new LinkedHashSet<>();
    Stream<Path> named =
        urls.stream().filter(url -> url.startsWith(SOCKET)).map(EngineAddress::socket);
    for (Path socket : Stream.concat(named, USUAL.stream()).toList()) {
      names.add(socket);
      if (socket.startsWith("/run")) {
        names.add(Path.of("/var").resolve(Path.of("/").relativize(socket)));
      }
      try {
        names.add(socket.toRealPath());
      } catch (IOException e) {
        // It is not there.
      }
    }
    return names;
  }

  private static Path socket(String url) {
    Path path = Path.of(url.replaceFirst("^[a-z]+:(//)?", ""));
    // A link on most machines.
    return path.startsWith("/var/run")
        ? Path.of("/run").resolve(Path.of("/var/run").relativize(path))
        : path;
  }
}
