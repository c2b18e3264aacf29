package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Entry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run ran on.
 *
 * @param facts engine, image store, Compose, JDK and machine
 * @param images each image and its origin
 */
record Origin(Map<String, String> facts, Map<String, String> images) {
  private static final String IMAGE = "image ";

  /** The names under which the gate publishes facts, and how a reader knows them. */
  private static final Map<String, String> NAMES =
      Map.of(
          "stack", "Stack",
          "engine", "Docker Engine",
          "image store", "Image store",
          "compose", "Docker Compose",
          "IPv6", "IPv6",
          "db", "Database");

  private static final List<String> ORDER =
      List.of("stack", "engine", "image store", "compose", "IPv6", "db");

  static Origin of(Recording run) {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    run.entries().stream()
        .map(Entry::values)
        .forEach(
            values ->
                values.forEach(
                    (key, value) ->
                        found.computeIfAbsent(key, name -> new LinkedHashSet<>()).add(value)));
    Map<String, String> facts = new LinkedHashMap<>();
    ORDER.stream()
        .filter(found::containsKey)
        .forEach(key -> facts.put(NAMES.get(key), String.join("; ", found.get(key))));
    facts.putAll(run.machine());
    Map<String, String> images =
        found.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(IMAGE) && !ORDER.contains(entry.getKey()))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(IMAGE.length()),
                    entry -> String.join(", ", entry.getValue()),
                    (first, second) -> first,
                    LinkedHashMap::new));
    return new Origin(facts, images);
  }
}
