package io.github.ecluse.workspace;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The copies that runs have left. */
final class AbandonedCopies {
  private AbandonedCopies() {}

  /**
   * Deletes the copies of runs whose JVM was killed; their containers are gone by themselves.
   *
   * @param images those that a container of root can be made of
   * @return a line for each that can't be deleted, with what to do
   */
  static List<String> deleteIn(Path copies, Collection<String> images) {
    List<String> left = new ArrayList<>();
    File[] found = copies.toFile().listFiles((folder, name) -> name.matches("\\d{1,18}-\\d+"));
    for (File copy : found == null ? new File[0] : found) {
      long pid = Long.parseLong(copy.getName().split("-", 2)[0]);
      if (ProcessHandle.of(pid).isEmpty()) {
        try {
          new StackDirectory(copy.toPath()).delete(images);
        } catch (RuntimeException e) {
          left.add(e.getMessage());
        }
      }
    }
    return left;
  }
}
