package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folders and files that a Compose configuration names, by what names them: {@code service app,
 * build}.
 *
 * @param paths absolute, as Compose makes them
 */
record ComposePaths(Map<String, Path> paths) {
  /** Reads a configuration as {@code docker compose config} prints it. */
  static ComposePaths of(JsonNode config) {
    Map<String, Path> paths = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : config.path("services").properties()) {
      String service = "service " + entry.getKey();
      put(paths, service + ", build", entry.getValue().at("/build/context"));
      entry
          .getValue()
          .at("/build/additional_contexts")
          .properties()
          .forEach(one -> put(paths, service + ", context " + one.getKey(), one.getValue()));
      entry
          .getValue()
          .path("volumes")
          .valueStream()
          .filter(mount -> mount.path("type").asText().equals("bind"))
          .forEach(
              mount ->
                  put(paths, service + ", " + mount.path("target").asText(), mount.path("source")));
    }
    for (String kind : new String[] {"secret", "config"}) {
      config
          .path(kind + "s")
          .properties()
          .forEach(one -> put(paths, kind + " " + one.getKey(), one.getValue().path("file")));
    }
    return new ComposePaths(paths);
  }

  /** Returns the place in a Compose file of what names a path. */
  static String[] place(String name) {
    String[] words = name.split(", | ", 3);
    if (!words[0].equals("service")) {
      return new String[] {words[0] + "s", words[1], "file"};
    }
    return words[2].startsWith("/")
        ? new String[] {"services", words[1], "volumes", words[2]}
        : new String[] {"services", words[1], "build"};
  }

  private static void put(Map<String, Path> paths, String name, JsonNode value) {
    if (value.asText().startsWith("/")) {
      paths.put(name, Path.of(value.asText()));
    }
  }

  /** Returns the first secret or config whose file does not exist; Docker makes folders only. */
  Optional<String> missing() {
    return paths.keySet().stream()
        .filter(name -> !name.startsWith("service "))
        .filter(name -> Files.notExists(paths.get(name)))
        .findFirst();
  }

  /**
   * Returns the first name whose path a copy of a directory gets wrong: one of the original, or one
   * that lies elsewhere because it is relative and leaves the directory.
   *
   * @param copied the paths in the copy
   * @param from the original, whose paths these are
   * @param to the copy
   */
  Optional<String> goneWrongIn(ComposePaths copied, Path from, Path to) {
    return paths.keySet().stream()
        .filter(
            name -> {
              Path here = paths.get(name);
              Path wanted = here.startsWith(from) ? to.resolve(from.relativize(here)) : here;
              return !wanted.equals(copied.paths.get(name));
            })
        .findFirst();
  }
}
