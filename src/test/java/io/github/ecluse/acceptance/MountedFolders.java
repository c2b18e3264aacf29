package io.github.ecluse.acceptance;

import java.util.List;
import java.util.function.Predicate;

/**
 * The volumes and folders that a container has. A single file is none: services share a secret of
 * Compose, a certificate or the time zone on purpose.
 */
final class MountedFolders {
  /** Has {@code docker inspect} print a line for each mount: type, place and source, with tabs. */
  static final String FORMAT =
      "{{range .Mounts}}{{.Type}}\t{{.Destination}}\t{{println .Source}}{{end}}";

  private MountedFolders() {}

  /**
   * Returns their places on the host.
   *
   * @param inspected lines of {@link #FORMAT}
   * @param isFolder tells of a path in the container whether it is a folder
   */
  static List<String> in(String inspected, Predicate<String> isFolder) {
    return inspected
        .lines()
        .map(line -> line.split("\t", 3))
        .filter(mount -> mount.length > 2 && !mount[2].isBlank())
        .filter(mount -> mount[0].equals("volume") || isFolder.test(mount[1]))
        .map(mount -> mount[2])
        .toList();
  }
}
