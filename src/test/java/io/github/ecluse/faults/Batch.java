package io.github.ecluse.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one copy of the stack has, and one run of the gate judges: a fault, or harmless variants
 * that don't hide each other.
 *
 * @param changes one fault, or one or more variants
 */
record Batch(List<Change> changes) {
  /** One change by itself. */
  static Batch of(Change change) {
    return new Batch(List.of(change));
  }

  /**
   * As few batches as the first that takes it makes: a variant goes to the first whose copy it
   * still applies to, unless a file says that one would hide the other.
   *
   * @param fresh a copy of the stack in a folder of that name, to try them on
   * @throws io.github.ecluse.process.CommandFailedException if one does not apply to the stack
   *     itself
   */
  static List<Batch> together(List<Change> variants, Function<String, Path> fresh) {
    Map<Path, List<Change>> copies = new LinkedHashMap<>();
    for (Change variant : foldersFirst(variants)) {
      Path copy =
          copies.entrySet().stream()
              .filter(each -> goTogether(each.getValue(), variant))
              .map(Map.Entry::getKey)
              .filter(each -> fits(variant, each, copies.get(each)))
              .findFirst()
              .orElseGet(() -> made(variant, fresh.apply(variant.name())));
      copies.computeIfAbsent(copy, any -> new ArrayList<>()).add(variant);
    }
    return copies.values().stream().map(Batch::new).toList();
  }

  /** Makes a variant in a copy where that leaves all others in place. */
  private static boolean fits(Change variant, Path copy, List<Change> others) {
    if (!variant.appliesTo(copy)) {
      return false;
    }
    variant.applyTo(copy);
    if (others.stream().allMatch(other -> other.isIn(copy))) {
      return true;
    }
    variant.takeBackFrom(copy);
    return false;
  }

  private static Path made(Change variant, Path copy) {
    variant.applyTo(copy);
    return copy;
  }

  /** A batch stands in the folder of its first change, so only that may name one. */
  private static List<Change> foldersFirst(List<Change> variants) {
    return variants.stream().sorted(Comparator.comparing(change -> !change.hasFolder())).toList();
  }

  private static boolean goTogether(List<Change> changes, Change variant) {
    return !variant.hasFolder()
        && variant.alone().isEmpty()
        && changes.stream().allMatch(each -> each.alone().isEmpty() && each.goesWith(variant));
  }

  /**
   * Makes all its changes in a copy of the stack.
   *
   * @throws io.github.ecluse.process.CommandFailedException if one does not apply
   * @throws IllegalStateException if one is not there any more once all are made
   */
  void applyTo(Path stack) {
    changes.forEach(change -> change.applyTo(stack));
    List<String> gone =
        changes.stream().filter(change -> !change.isIn(stack)).map(Change::name).toList();
    if (!gone.isEmpty()) {
      throw new IllegalStateException("undone by those made after them: " + gone);
    }
  }

  /** Returns two batches, each with half of its two or more changes. */
  List<Batch> halves() {
    int half = changes.size() / 2;
    return List.of(
        new Batch(changes.subList(0, half)), new Batch(changes.subList(half, changes.size())));
  }

  /** The name of the folder that the stack stands in. */
  String folder() {
    String first = changes.get(0).folder();
    return changes.size() == 1 ? first : first + " and %d more".formatted(changes.size() - 1);
  }

  /** Whether something may run beside it. */
  boolean goesBesideOthers() {
    return changes.stream().allMatch(change -> change.alone().isEmpty());
  }

  /** Whether nothing of the gate may be red. */
  boolean isHarmless() {
    return changes.stream().noneMatch(Change::isFault);
  }

  /** The names of those that one of them was judged with. */
  List<String> beside(Change change) {
    return changes.stream().filter(each -> !each.equals(change)).map(Change::name).toList();
  }
}
