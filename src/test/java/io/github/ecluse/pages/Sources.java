package io.github.ecluse.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's own files, in which the pages' names are looked up. */
final class Sources {
  private static final Set<String> FOREIGN_FOLDERS = Set.of(".git", "target", "node_modules");
  private static final List<Path> FILES = files();

  private Sources() {}

  /** A build may leave folders in target/ that this user must not enter. */
  private static List<Path> files() {
    try (Stream<Path> top = Files.list(Path.of(""))) {
      return top.filter(path -> !FOREIGN_FOLDERS.contains(path.toString()))
          .flatMap(Sources::filesIn)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> filesIn(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether a file has this name, in any folder. */
  static boolean haveFile(String name) {
    return FILES.stream().anyMatch(file -> file.endsWith(name));
  }

  /**
   * Returns whether a Java class of this simple name exists, and has the method if one is given.
   */
  static boolean haveClass(String name, Optional<String> method) {
    return FILES.stream()
        .filter(file -> file.endsWith(name + ".java"))
        .anyMatch(
            file ->
                method.isEmpty()
                    || Pattern.compile("\\s" + method.get() + "\\(").matcher(read(file)).find());
  }

  /** Returns whether a file that is not a page contains a text. */
  static boolean contain(String text) {
    return texts("sh|yml|java|xml|py|jq|properties").anyMatch(file -> file.contains(text));
  }

  /** Returns the contents of all pages, programs and settings. */
  static Stream<String> texts() {
    return texts("md|sh|yml|java|xml|py|jq|properties|bats|diff");
  }

  private static Stream<String> texts(String endings) {
    return FILES.stream()
        .filter(file -> file.toString().matches(".*\\.(" + endings + ")"))
        .map(Sources::read);
  }

  /** Returns the content of a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
