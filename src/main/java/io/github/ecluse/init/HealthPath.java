package io.github.ecluse.init;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    return sources(directory).stream()
        .filter(Files::isRegularFile)
        .filter(file -> file.toFile().length() < SOURCE_LIMIT)
        .sorted()
        .flatMap(file -> first(IN_CODE, text(file)).stream())
        .findFirst();
  }

  /** What can't be read is left out. */
  private static List<Path> sources(Path directory) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          Set.of(),
          DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return !folder.equals(directory)
                      && NOT_ITS_OWN.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException error) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // Then there is nothing to read.
      return List.of();
    }
    return files;
  }

  /** As Latin-1, of which every file is text. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
