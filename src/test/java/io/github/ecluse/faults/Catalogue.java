package io.github.ecluse.faults;

import io.github.ecluse.workspace.StackDirectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mutants of a project, by name.
 *
 * @param faults those of {@code faults/}
 * @param variants the equivalent ones, of {@code variants/}
 */
public record Catalogue(List<Change> faults, List<Change> variants) {
  private static final String REMEDY =
      "Remedy: -Dfault=NAME[,NAME…], with names of files in faults/ and variants/, without .diff";

  /**
   * Creates a catalogue.
   *
   * @throws IllegalArgumentException if a fault and a variant share a name, as {@code -Dfault}
   *     could not tell them apart
   */
  public Catalogue {
    List<String> shared =
        faults.stream().map(Change::name).filter(name -> isIn(variants, name)).toList();
    if (!shared.isEmpty()) {
      throw new IllegalArgumentException(
          "faults/ and variants/ both have %s. Remedy: rename one of the two"
              .formatted(String.join(", ", shared)));
    }
  }

  private static boolean isIn(List<Change> changes, String name) {
    return changes.stream().anyMatch(change -> change.name().equals(name));
  }

  /** Reads the files of a project. */
  public static Catalogue of(StackDirectory project) {
    return new Catalogue(
        Change.in(project.path().resolve("faults")), Change.in(project.path().resolve("variants")));
  }

  /**
   * Returns the mutants of these names, in the order of the names.
   *
   * @param names the value of {@code -Dfault}: one or more names, with commas between
   * @throws IllegalArgumentException if there is no name, or no mutant of that name
   */
  public List<Change> named(String names) {
    List<String> wanted = Arrays.stream(names.split(",")).map(String::strip).distinct().toList();
    if (wanted.stream().allMatch(String::isEmpty)) {
      throw new IllegalArgumentException("-Dfault names no mutant. " + REMEDY);
    }
    Map<String, Change> all =
        Stream.concat(faults.stream(), variants.stream())
            .collect(Collectors.toMap(Change::name, change -> change));
    List<String> unknown = wanted.stream().filter(name -> !all.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "-Dfault names mutants that do not exist: '%s'. %s"
              .formatted(String.join("', '", unknown), REMEDY));
    }
    return wanted.stream().map(all::get).toList();
  }
}
