package io.github.ecluse.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Deletes a directory with all that is in it; a link goes, and what it leads to stays. Another
 * process may delete the same meanwhile.
 */
final class Deletion extends SimpleFileVisitor<Path> {
  private Optional<IOException> failure = Optional.empty();

  private interface Step {
    void run() throws IOException;
  }

  private Deletion() {}

  /** Deletes all that it can, and returns why something is left; empty if nothing is. */
  static Optional<IOException> of(Path directory) {
    Deletion deletion = new Deletion();
    deletion.attempt(() -> Files.walkFileTree(directory, deletion));
    return deletion.failure;
  }

  /** What is left keeps the folders above it, too: the first reason counts. */
  private FileVisitResult attempt(Step step) {
    try {
      step.run();
    } catch (NoSuchFileException e) {
      // It is gone already.
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return Files.isWritable(directory)
        ? FileVisitResult.CONTINUE
        : attempt(
            () ->
                Files.setPosixFilePermissions(
                    directory, PosixFilePermissions.fromString("rwx------")));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return attempt(() -> Files.delete(file));
  }

  /** A directory that can't be opened is empty: it is a copy of such a one. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) {
    return attempt(() -> Files.delete(file));
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException error) {
    return attempt(() -> Files.delete(directory));
  }
}
