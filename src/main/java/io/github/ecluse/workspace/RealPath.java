package io.github.ecluse.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The path without links, as Compose and the engine see it. */
final class RealPath {
  private RealPath() {}

  /**
   * Returns the real path of what is there.
   *
   * @throws UncheckedIOException if nothing is there, or it can't be read
   */
  static Path of(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the real path of what may not be there: that of the nearest folder above it that is,
   * and the rest as it is.
   *
   * @param path absolute
   */
  static Path ofNearest(Path path) {
    Path existing = path;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return of(existing).resolve(existing.relativize(path)).normalize();
  }
}
