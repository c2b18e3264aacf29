package io.github.ecluse.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A tool that reads the files of a stack, and starts nothing. */
interface Tool {
  /** Returns its name, as the page shows it. */
  String name();

  /**
   * Returns its version.
   *
   * @throws IllegalStateException with the command that installs it, if it is missing
   */
  String version();

  /**
   * Returns the files that it has to read if these have changed; none if it does not read such
   * files.
   *
   * @param tree the stack
   * @param changed files, relative to the stack
   */
  Set<Path> concernedBy(Path tree, Set<Path> changed);

  /**
   * Returns what it reports.
   *
   * @param tree the stack
   * @param files existing files, relative to the stack; at least one
   * @throws IllegalStateException if it could not read one of them
   */
  List<Finding> read(Path tree, Set<Path> files);

  /** Returns what it reports about those of the files that exist. */
  default List<Finding> readExisting(Path tree, Set<Path> files) {
    Set<Path> existing = Trees.only(files, file -> Files.isRegularFile(tree.resolve(file)));
    return existing.isEmpty() ? List.of() : read(tree, existing);
  }
}
