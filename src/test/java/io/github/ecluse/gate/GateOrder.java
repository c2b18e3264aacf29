package io.github.ecluse.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is to run.
 *
 * @param properties system properties of the run
 * @param classes the full names of the classes
 * @param failFast whether the run ends at its first failure
 * @param results the file that gets the results
 * @param log the file that gets what the run prints
 */
public record GateOrder(
    Map<String, String> properties,
    List<String> classes,
    boolean failFast,
    String results,
    String log) {
  /** Returns what a {@link GateProgram} is to know, as the words of a command. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of(results, String.valueOf(failFast)));
    words.addAll(classes);
    return words;
  }

  /** Returns the order that these words tell; properties and log are those of the JVM. */
  static GateOrder of(String... words) {
    List<String> all = List.of(words);
    return new GateOrder(
        Map.of(), all.subList(2, all.size()), Boolean.parseBoolean(all.get(1)), all.get(0), "");
  }
}
