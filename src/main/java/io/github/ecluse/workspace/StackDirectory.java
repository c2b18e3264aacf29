package io.github.ecluse.workspace;

import io.github.ecluse.docker.FolderOwner;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A directory that holds a stack: a Compose file, what deploys it, and {@code ecluse.yml} where
 * that says something else than the defaults.
 *
 * @param path where it is
 */
public record StackDirectory(Path path) {
  private static final String PROPERTY = "ecluse.stack";

  /** What checks of this project's own stack change in a copy. */
  private static final List<Path> CHANGED =
      List.of(Path.of("app", "Dockerfile"), Path.of("app", "app.py"));

  /**
   * {@return the directory that the gate is pointed at: {@code -Decluse.stack=<dir>}, else the
   * nearest one above the working directory that looks like a stack, as an IDE may start anywhere
   * below it}
   *
   * @throws StackRefusedException if there is none
   */
  public static StackDirectory given() {
    return given(System.getProperty(PROPERTY, ""), Path.of("").toAbsolutePath());
  }

  /**
   * {@return the one that this project brings along, whatever the gate is pointed at}
   *
   * @throws StackRefusedException if it is not at the working directory or above it
   */
  public static StackDirectory ofThisProject() {
    return given("", Path.of("").toAbsolutePath());
  }

  static StackDirectory given(String property, Path working) {
    if (!property.isBlank()) {
      return named(property, working);
    }
    for (Path path = working; path != null; path = path.getParent()) {
      boolean isStack = ComposeFiles.areIn(path) || Files.exists(path.resolve("app/Dockerfile"));
      boolean isDeployed = Stream.of("build.sh", Promise.FILE).anyMatch(has(path));
      if (isStack && isDeployed) {
        return new StackDirectory(path);
      }
    }
    throw new StackRefusedException(
        working,
        "neither it nor a directory above it holds a Compose file and build.sh or ecluse.yml",
        "mvn verify -Decluse.stack=<directory of the stack>");
  }

  private static Predicate<String> has(Path path) {
    return name -> Files.exists(path.resolve(name));
  }

  /**
   * {@return what it promises}
   *
   * @throws io.github.ecluse.promise.PromiseException with the first mistake in {@code ecluse.yml}
   */
  public Promise promise() {
    return Promise.in(path);
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

  /**
   * Returns a path relative to it, by its name or by its real path; empty for one elsewhere.
   *
   * @param path absolute, as Compose makes them
   */
  Optional<String> relative(Path path) {
    return Stream.of(this.path.toAbsolutePath(), RealPath.of(this.path))
        .filter(path::startsWith)
        .map(root -> root.relativize(path).toString())
        .findFirst();
  }

  /**
   * Copies it, so that nothing that the gate does reaches the original.
   *
   * @param target a directory that does not exist
   * @return the copy
   */
  public StackDirectory copyTo(Path target) {
    return copyTo(target, List.of());
  }

  /**
   * Copies it in the same way.
   *
   * @param changed the files and folders that are changed there, relative to it; in their place no
   *     link leads out of the copy
   */
  StackDirectory copyTo(Path target, Collection<Path> changed) {
    try {
      Files.createDirectories(target);
      DirectoryCopy.of(path, target);
      Path copy = target.toRealPath();
      RealCopies real = new RealCopies(copy);
      real.make(CHANGED);
      real.make(changed);
      return new StackDirectory(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes it, with all that is in it. A container may have left there what only root may delete.
   *
   * @param images those that a container of root can be made of
   * @throws IllegalStateException with what to do if something is left
   */
  void delete(Collection<String> images) {
    Optional<IOException> left = Deletion.of(path);
    if (left.isPresent() && FolderOwner.giveAllToItsOwner(path, images)) {
      left = Deletion.of(path);
    }
    if (left.isPresent()) {
      throw new IllegalStateException(
          "Tried to delete the gate's copy of a stack, but can't delete %s. Remedy: sudo rm -rf '%s'"
              .formatted(left.get().getMessage(), path),
          left.get());
    }
  }
}
