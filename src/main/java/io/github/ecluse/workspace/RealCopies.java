package io.github.ecluse.workspace;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;

/**
 * The files and folders of a copy that the gate changes, or a build does: where a link leads out of
 * the copy, what it leads to takes its place.
 */
final class RealCopies {
  private final Path copy;

  /**
   * Changes nothing yet.
   *
   * @param copy without links in its own path
   */
  RealCopies(Path copy) {
    this.copy = copy;
  }

  /**
   * Makes paths real; one that is not there, or can't be read, stays as it is.
   *
   * @param paths relative to the copy
   */
  void make(Collection<Path> paths) throws IOException {
    for (Path path : paths) {
      Optional<Path> place = Optional.of(copy);
      for (Path name : path.normalize()) {
        place = place.isEmpty() ? place : realIn(place.get(), name);
      }
    }
  }

  private Optional<Path> realIn(Path folder, Path name) throws IOException {
    Path place = folder.resolve(name);
    Path real;
    try {
      real = place.toRealPath();
    } catch (FileSystemException e) {
      return Optional.empty();
    }
    if (real.startsWith(copy)) {
      return Optional.of(real);
    }
    Files.delete(place);
    copy(real, place);
    return Optional.of(place);
  }

  private static void copy(Path from, Path place) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectory(place);
      DirectoryCopy.of(from, place);
      DirectoryCopy.giveAttributes(from, place);
    } else {
      Files.copy(from, place, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
