package io.github.ecluse.init;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for the path of the health page: in the health check, or in the source code. */
final class HealthPath {
  private static final Pattern ASKED =
      Pattern.compile("(?:https?://[^/\\s\"']+|(?:GET|HEAD) )(/[^\\s\"'\\\\|;)]*)");

  /** A path in quotes that ends as the pages do which others ask whether a program lives. */
  private static final Pattern IN_CODE =
      Pattern.compile("[\"'`](/(?:[\\w-]+/)*(?:health(?:z|check|-check)?|livez|alive)/?)[\"'`]");

  private static final Set<String> NOT_ITS_OWN =
      Set.of("node_modules", "vendor", ".git", "target", "dist", "venv", ".venv");

  private static final long SOURCE_LIMIT = 200_000;
  private static final int DEPTH = 8;

  private HealthPath() {}

  /** Returns the path that a health check asks, as Compose prints the check. */
  static Optional<String> askedBy(String check) {
    return first(ASKED, check);
  }

  /** Returns the first path in the source files of a directory that looks like a health page's. */
  static Optional<String> inSourcesOf(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      return files
          .filter(file -> isSource(directory.relativize(file)))
          .filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() < SOURCE_LIMIT)
          .sorted()
          .flatMap(file -> first(IN_CODE, text(file)).stream())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path file) {
    for (Path part : file) {
      if (NOT_ITS_OWN.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  /** As Latin-1, of which every file is text. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
