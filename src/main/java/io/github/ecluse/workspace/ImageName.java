package io.github.ecluse.workspace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image (<a
 * href="https://github.com/distribution/reference/blob/main/reference.go">reference</a>).
 *
 * @param registry the address of its registry; empty for Docker Hub
 * @param repository its repository there
 * @param tag its tag
 */
record ImageName(String registry, String repository, String tag) {
  /** A registry's address has a dot or a port, or is localhost. */
  private static final Pattern NAME =
      Pattern.compile("(?:(localhost|[^/]*[.:][^/]*)/)?([^:@]*)(?::([^@]*))?(?:@.*)?");

  static ImageName of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return new ImageName("", name, "latest");
    }
    return new ImageName(
        matcher.group(1) == null ? "" : matcher.group(1),
        matcher.group(2),
        matcher.group(3) == null ? "latest" : matcher.group(3));
  }

  /** Returns the repository with the address of the registry, as Docker pushes to it. */
  String address() {
    return registry.isEmpty() ? repository : registry + "/" + repository;
  }
}
