package io.github.ecluse.faults;

import io.github.ecluse.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A change to a stack, as a file says it: a few {@code key: value} lines, then a unified diff.
 *
 * @param name the file's name, without its ending
 * @param why why people make it
 * @param check the check of the gate that must fail; empty for a harmless variant
 * @param says what the check must say, so that it fails for the right reason
 * @param folder the name of the folder that the stack stands in
 * @param alone why nothing may run beside it: what all share would change under the others; empty
 *     if something may
 * @param apart the name of another variant that would hide this one, so that both are not tried in
 *     one copy; empty if there is none
 * @param file the file itself
 */
public record Change(
    String name,
    String why,
    String check,
    String says,
    String folder,
    String alone,
    String apart,
    Path file) {
  private static final String ENDING = ".diff";

  /** All changes in a directory, by name. */
  static List<Change> in(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .map(Change::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Change read(Path file) {
    Map<String, String> values = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .takeWhile(line -> !line.startsWith("--- "))
          .map(line -> line.split(": ", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> values.put(pair[0], pair[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = file.getFileName().toString().replace(ENDING, "");
    return new Change(
        name,
        values.getOrDefault("why", ""),
        values.getOrDefault("check", ""),
        values.getOrDefault("says", ""),
        values.getOrDefault("folder", name),
        values.getOrDefault("alone", ""),
        values.getOrDefault("apart", ""),
        file);
  }

  /** Whether a check must fail on it; none may on a harmless variant. */
  boolean isFault() {
    return !check.isEmpty();
  }

  /** The class of the gate that its check stands in. */
  String checkClass() {
    return check.split("\\.", 2)[0];
  }

  /** Whether its stack stands in a folder of a name that matters. */
  boolean hasFolder() {
    return !folder.equals(name);
  }

  /** Whether neither of two would hide the other. */
  boolean goesWith(Change other) {
    return !apart.equals(other.name) && !other.apart.equals(name);
  }

  /**
   * Makes the change in a copy of the stack. It counts as made if Git can take it back, and could
   * not before.
   *
   * @throws io.github.ecluse.process.CommandFailedException if it does not apply any more
   * @throws IllegalStateException if it was not made
   */
  public void applyTo(Path stack) {
    boolean wasIn = isIn(stack);
    apply(stack).run().orThrow();
    if (wasIn || !isIn(stack)) {
      throw new IllegalStateException(file + " makes no change that git can take back");
    }
  }

  /** Returns whether it can be made in a copy of the stack, as the copy is now. */
  boolean appliesTo(Path stack) {
    return apply(stack, "--check").run().succeeded();
  }

  /** Returns whether a copy of the stack has it, so that Git can take it back. */
  boolean isIn(Path stack) {
    return apply(stack, "--reverse", "--check").run().succeeded();
  }

  /**
   * Takes the change back.
   *
   * @throws io.github.ecluse.process.CommandFailedException if the copy does not have it
   */
  public void takeBackFrom(Path stack) {
    apply(stack, "--reverse").run().orThrow();
  }

  private Command apply(Path stack, String... options) {
    List<String> words = new ArrayList<>(List.of("git", "apply", "--whitespace=nowarn"));
    words.addAll(List.of(options));
    words.add(file.toAbsolutePath().toString());
    // Without the ceiling, git would take the copy for a part of this project's own repository.
    return Command.of(words)
        .in(stack)
        .with(Map.of("GIT_CEILING_DIRECTORIES", stack.toAbsolutePath().getParent().toString()));
  }
}
