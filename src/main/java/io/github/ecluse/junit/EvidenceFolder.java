package io.github.ecluse.junit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The folder with the evidence of one check: that of its last failure, for this user only. */
final class EvidenceFolder {
  private EvidenceFolder() {}

  /**
   * Writes files into a folder, which holds no others then.
   *
   * @param files the text of each file, by its name
   */
  static void write(Path folder, Map<String, String> files) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    try (DirectoryStream<Path> before = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : before) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue() + "\n");
    }
  }
}
