package io.github.ecluse.tools;

import io.github.ecluse.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of a stack and of its copies. */
final class Trees {
  /** The stacks of other users, of the document, the gate, and what is no source. */
  private static final List<Path> LEFT_OUT =
      Stream.of("examples", "bench/document", "src", "target", ".git").map(Path::of).toList();

  private Trees() {}

  /** Returns all files of a stack, relative to it. */
  static Set<Path> files(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(Files::isRegularFile)
          .map(tree::relativize)
          .filter(file -> LEFT_OUT.stream().noneMatch(file::startsWith))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the files that a diff changes, adds or deletes. */
  static Set<Path> changedBy(Path diff) {
    return Command.of("git", "apply", "--numstat", diff.toAbsolutePath().toString())
        .run()
        .orThrow()
        .stdout()
        .lines()
        .map(line -> Path.of(line.split("\t", 3)[2]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns those that a condition holds for. */
  static Set<Path> only(Collection<Path> files, Predicate<Path> condition) {
    return files.stream().filter(condition).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the first line of a file, which may hold bytes that are no text. */
  static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
