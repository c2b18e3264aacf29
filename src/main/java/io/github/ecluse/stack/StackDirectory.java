package io.github.ecluse.stack;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory that holds a stack, and keeps the contract: {@code compose.yml}, {@code build.sh} and
 * {@code app/}; services {@code registry}, {@code db} and {@code app}; the project's name, the
 * registry's and the application's port taken from the environment.
 *
 * @param path where it is
 */
public record StackDirectory(Path path) {
  private static final String PROPERTY = "ecluse.stack";

  /** What Compose lays over {@code compose.yml} by itself: the first of these that is there. */
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private static final Set<String> LEFT_OUT = Set.of(".git", "target", ".ecluse", "node_modules");

  /**
   * The directory that the gate is pointed at: {@code -Decluse.stack=<dir>}, else the nearest one
   * above the working directory that looks like a stack, as an IDE may start anywhere below it.
   *
   * @throws StackRefusedException if there is none
   */
  public static StackDirectory given() {
    return given(System.getProperty(PROPERTY, ""), Path.of("").toAbsolutePath());
  }

  static StackDirectory given(String property, Path working) {
    if (!property.isBlank()) {
      return named(property, working);
    }
    for (Path path = working; path != null; path = path.getParent()) {
      if (Files.exists(path.resolve("compose.yml")) && Files.exists(path.resolve("build.sh"))) {
        return new StackDirectory(path);
      }
    }
    throw new StackRefusedException(
        working,
        "neither it nor a directory above it holds compose.yml and build.sh",
        "mvn verify -Decluse.stack=<directory of the stack>");
  }

  private static StackDirectory named(String property, Path working) {
    try {
      return new StackDirectory(working.resolve(property).normalize());
    } catch (InvalidPathException e) {
      throw new StackRefusedException(
          working,
          "-D" + PROPERTY + " has letters that this shell's locale does not know: " + property,
          "LC_ALL=C.UTF-8 mvn verify -Decluse.stack=<directory of the stack>");
    }
  }

  /** The files that Compose acts on in it: {@code compose.yml}, and what a user laid over it. */
  List<String> composeFiles() {
    Stream<String> override =
        OVERRIDES.stream().filter(name -> Files.exists(path.resolve(name))).limit(1);
    return Stream.concat(Stream.of("compose.yml"), override).toList();
  }

  /**
   * Looks whether the contract is kept, before anything is started.
   *
   * @throws StackRefusedException with the first thing that is not as it should be
   */
  StackDirectory checked(Settings settings) {
    for (String file : List.of("compose.yml", "build.sh", "app/Dockerfile")) {
      refuseUnless(Files.isRegularFile(path.resolve(file)), file + " is missing", "add it");
    }
    refuseUnless(
        Files.isExecutable(path.resolve("build.sh")),
        "build.sh is not executable",
        "chmod +x build.sh");
    Map<String, String> environment = settings.environment(composeFiles());
    CommandResult config =
        Command.of("docker", "compose", "config").in(path).with(environment).run();
    refuseUnless(
        config.succeeded(),
        "Compose refuses compose.yml: " + config.stderr().strip(),
        "docker compose config");
    for (String service : Stack.SERVICES) {
      refuseUnless(
          config.stdout().contains("\n  " + service + ":\n"),
          "compose.yml has no service " + service,
          "add the services registry, db and app");
    }
    if (!Settings.portsAreFixed()) {
      refuseUnlessSettable(settings, config.stdout());
    }
    return this;
  }

  /** What can't be set would reach a stack of the user's own, or that one's registry. */
  private void refuseUnlessSettable(Settings settings, String config) {
    for (int port : List.of(settings.registryPort(), settings.appPort())) {
      refuseUnless(
          config.contains("published: \"" + port + "\""),
          "its ports can't be set from the environment (tried REGISTRY_PORT=%d APP_PORT=%d)"
              .formatted(settings.registryPort(), settings.appPort()),
          "publish 127.0.0.1:${REGISTRY_PORT:-5000}:5000 and 127.0.0.1:${APP_PORT:-8080}:8080");
    }
    refuseUnless(
        config.contains("image: " + settings.repository() + ":"),
        "its image is not named after the registry's port (wanted %s)"
            .formatted(settings.repository()),
        "image: localhost:${REGISTRY_PORT:-5000}/app:latest, in compose.yml and in build.sh");
  }

  /** Copies it, so that nothing that the gate does reaches the original. */
  public StackDirectory copyTo(Path target) {
    try {
      Files.createDirectories(target);
      Files.walkFileTree(path, new Copier(path, target));
      return new StackDirectory(target.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it, with all that is in it. */
  void delete() {
    try {
      Files.walkFileTree(path, new Deleter());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuseUnless(boolean kept, String why, String remedy) {
    if (!kept) {
      throw new StackRefusedException(path, why, remedy);
    }
  }

  private static final class Copier extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copier(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (LEFT_OUT.contains(directory.getFileName().toString())) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.createDirectories(to.resolve(from.relativize(directory)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException error)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
