package io.github.ecluse.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Deletes a directory with all that is in it; a link goes, and what it leads to stays. */
final class Deletion extends SimpleFileVisitor<Path> {
  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    if (!Files.isWritable(directory)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.delete(file);
    return FileVisitResult.CONTINUE;
  }

  /** A directory that can't be opened is empty: it is a copy of such a one. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
    if (!(error instanceof NoSuchFileException)) {
      Files.delete(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
    Files.delete(directory);
    return FileVisitResult.CONTINUE;
  }
}
