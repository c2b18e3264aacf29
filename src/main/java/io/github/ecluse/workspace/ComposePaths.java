package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    config
        .path("volumes")
        .properties()
        .forEach(
            one -> put(paths, "volume " + one.getKey(), one.getValue().at("/driver_opts/device")));
    return new ComposePaths(paths);
  }

  /** Returns the place in a Compose file of what names a path. */
  static String[] place(String name) {
    String[] words = name.split(", | ", 3);
    if (words[0].equals("volume")) {
      return new String[] {"volumes", words[1], "driver_opts", "device"};
    }
    if (!words[0].equals("service")) {
      return new String[] {words[0] + "s", words[1], "file"};
    }
    return isBuildFolder(name)
        ? new String[] {"services", words[1], "build"}
        : new String[] {"services", words[1], "volumes", words[2]};
  }

  private static boolean isBuildFolder(String name) {
    String[] words = name.split(", | ", 3);
    return words[0].equals("service") && !words[2].startsWith("/");
  }

  private static void put(Map<String, Path> paths, String name, JsonNode value) {
    String path = ComposeText.of(value);
    if (path.startsWith("/")) {
      paths.put(name, Path.of(path));
    }
  }

  /** Returns the folders that images are built from. */
  List<Path> buildFolders() {
    return paths.keySet().stream().filter(ComposePaths::isBuildFolder).map(paths::get).toList();
  }

  /** Returns the names of what containers see: mounts, secrets and configs. */
  List<String> mounted() {
    return paths.keySet().stream().filter(name -> !isBuildFolder(name)).toList();
  }

  /** Returns the first secret, config or volume whose file or folder does not exist. */
  Optional<String> missing() {
    // Docker makes the folders of mounts.
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
