package io.github.ecluse.workspace;

import java.io.File;
import java.nio.file.Path;

/** The copies that runs have left. */
final class AbandonedCopies {
  private AbandonedCopies() {}

  /** Deletes the copies of runs whose JVM was killed; their containers are gone by themselves. */
  static void deleteIn(Path copies) {
    File[] found = copies.toFile().listFiles((folder, name) -> name.matches("\\d{1,18}-\\d+"));
    for (File copy : found == null ? new File[0] : found) {
      long pid = Long.parseLong(copy.getName().split("-", 2)[0]);
      if (ProcessHandle.of(pid).isEmpty()) {
        new StackDirectory(copy.toPath()).delete();
      }
    }
  }
}
