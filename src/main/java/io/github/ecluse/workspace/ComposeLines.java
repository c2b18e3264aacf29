package io.github.ecluse.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Where a setting stands in the Compose files of a stack, for messages. */
final class ComposeLines {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setAllowDuplicateKeys(true).build();

  private static final String MERGE = "<<";

  private final List<File> files;

  private record File(String name, Node root) {}

  private record Found(int depth, int line) {}

  private ComposeLines(List<File> files) {
    this.files = files;
  }

  /**
   * Reads files of a directory, and those that they include. One that can't be read is left out:
   * Compose has its own words.
   */
  static ComposeLines of(Path directory, ComposeFiles files) {
    List<File> read = new ArrayList<>();
    files.names().forEach(name -> read(directory, Path.of(name).normalize(), read));
    return new ComposeLines(read);
  }

  private static void read(Path directory, Path name, List<File> read) {
    if (read.stream().anyMatch(file -> file.name.equals(name.toString()))) {
      return;
    }
    try {
      Optional<Node> root =
          new Compose(SETTINGS).composeString(Files.readString(directory.resolve(name)));
      root.ifPresent(node -> read.add(new File(name.toString(), node)));
      root.flatMap(node -> entry(node, "include")).stream()
          .flatMap(include -> paths(include.getValueNode()))
          .map(path -> name.resolveSibling(path).normalize())
          .forEach(path -> read(directory, path, read));
    } catch (IOException | YamlEngineException | InvalidPathException e) {
      // The refusal goes without a line.
    }
  }

  /** A path, a list of them, or a mapping that has either as its path. */
  private static Stream<String> paths(Node include) {
    if (include instanceof ScalarNode path) {
      return Stream.of(path.getValue());
    }
    return include instanceof SequenceNode list
        ? list.getValue().stream().flatMap(ComposeLines::paths)
        : entry(include, "path").stream().flatMap(path -> paths(path.getValueNode()));
  }

  /** Returns lines of no file. */
  static ComposeLines none() {
    return new ComposeLines(List.of());
  }

  /**
   * Returns file and line, {@code compose.yml:12}, of the deepest part of a path that is there; the
   * first key alone tells nothing. Of several files, the last one that has it counts, as for
   * Compose.
   *
   * @param path two keys or more, and for an item of a list a text that it has
   */
  Optional<String> find(String... path) {
    Optional<String> place = Optional.empty();
    int deepest = 2;
    for (File file : files) {
      Optional<Found> found = find(file.root, List.of(path), 0);
      if (found.isPresent() && found.get().depth >= deepest) {
        deepest = found.get().depth;
        place = Optional.of(file.name + ":" + found.get().line);
      }
    }
    return place;
  }

  private static Optional<Found> find(Node node, List<String> path, int depth) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    List<String> rest = path.subList(1, path.size());
    if (node instanceof SequenceNode list) {
      return list.getValue().stream()
          .filter(item -> hasText(item, path.get(0)))
          .findFirst()
          .map(item -> found(item, item, rest, depth));
    }
    return entry(node, path.get(0))
        .map(entry -> found(entry.getKeyNode(), entry.getValueNode(), rest, depth));
  }

  private static Found found(Node at, Node value, List<String> rest, int depth) {
    int line = 1 + at.getStartMark().map(Mark::getLine).orElse(0);
    return find(value, rest, depth + 1).orElse(new Found(depth + 1, line));
  }

  /** Returns a key with its value, also one that is merged in. */
  private static Optional<NodeTuple> entry(Node node, String key) {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return named(mapping, key)
        .findFirst()
        .or(
            () ->
                named(mapping, MERGE)
                    .flatMap(merged -> alternatives(merged.getValueNode()))
                    .flatMap(one -> entry(one, key).stream())
                    .findFirst());
  }

  private static Stream<NodeTuple> named(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key));
  }

  private static Stream<Node> alternatives(Node merged) {
    return merged instanceof SequenceNode list ? list.getValue().stream() : Stream.of(merged);
  }

  private static boolean hasText(Node node, String text) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().contains(text);
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().anyMatch(item -> hasText(item, text));
    }
    return node instanceof MappingNode mapping
        && mapping.getValue().stream().anyMatch(tuple -> hasText(tuple.getValueNode(), text));
  }
}
