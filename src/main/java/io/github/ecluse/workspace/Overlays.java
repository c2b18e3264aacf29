package io.github.ecluse.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Compose files of the gate's own in a copy of a stack. */
final class Overlays {
  private Overlays() {}

  /** Returns the files that Compose acts on in a copy: the given ones, and those written there. */
  static List<String> laidOver(List<String> files, Path copy) {
    Stream<String> own =
        Stream.of(QuietServices.FILE, Ipv6Networks.FILE, Revision.OVERLAY)
            .filter(file -> Files.exists(copy.resolve(file)));
    return Stream.concat(files.stream(), own).toList();
  }
}
