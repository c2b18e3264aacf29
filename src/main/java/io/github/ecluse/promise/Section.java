package io.github.ecluse.promise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of {@code ecluse.yml} with its keys, each of which is an allowed one. */
final class Section {
  /** So many letters in common make two names similar. */
  private static final int LIKE = 4;

  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines;

  private Section(String path, int line, Map<String, Integer> lines) {
    this.path = path;
    this.line = line;
    this.lines = lines;
  }

  /** Returns a section without a key. */
  static Section empty() {
    return new Section("", 1, new LinkedHashMap<>());
  }

  /**
   * Reads the keys of the file itself.
   *
   * @throws PromiseException if one is not allowed, or stands twice
   */
  static Section of(MappingNode node, List<String> allowed) {
    Section section = new Section("", Values.line(node), new LinkedHashMap<>());
    section.read(node, allowed);
    return section;
  }

  private void read(MappingNode node, List<String> allowed) {
    Values.refuseAnchor(node);
    for (NodeTuple tuple : node.getValue()) {
      Node key = tuple.getKeyNode();
      Values.refuseAnchor(key);
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : Values.kind(key);
      int at = Values.line(key);
      if (!allowed.contains(name)) {
        throw new PromiseException(
            at,
            "'%s' is not a key%s; allowed: %s"
                .formatted(
                    name, path.isEmpty() ? "" : " of '" + path + "'", String.join(", ", allowed)));
      }
      if (values.containsKey(name)) {
        throw new PromiseException(
            at,
            "'%s' stands in line %d already; allowed: once"
                .formatted(pathOf(name), lines.get(pathOf(name))));
      }
      Values.refuseAnchor(tuple.getValueNode());
      values.put(name, tuple.getValueNode());
      lines.put(pathOf(name), at);
    }
  }

  /** Returns the lines of all keys of the file that were read, by their paths. */
  Map<String, Integer> lines() {
    return lines;
  }

  /** Returns whether it has a key. */
  boolean has(String key) {
    return values.containsKey(key);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * Returns the section that is the value of a key; one without keys if the key is not there.
   *
   * @throws PromiseException if the value is of another type
   */
  Section section(String key, List<String> allowed) {
    return section(key, allowed, "the keys " + String.join(", ", allowed));
  }

  /** The same, with other words for what is allowed. */
  Section section(String key, List<String> allowed, String inWords) {
    Node node = values.get(key);
    if (node == null) {
      return new Section(pathOf(key), line, lines);
    }
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(key, inWords);
    }
    Section section = new Section(pathOf(key), lines.get(pathOf(key)), lines);
    section.read(mapping, allowed);
    return section;
  }

  /** Returns whether the value of a key is this text. */
  boolean is(String key, String text) {
    return values.get(key) instanceof ScalarNode scalar
        && Values.isText(scalar)
        && scalar.getValue().equals(text);
  }

  /**
   * Returns the text of a key.
   *
   * @param form what all of it must match
   * @param allowed the form in words
   * @throws PromiseException if the value is none, or of another form
   */
  Optional<String> text(String key, Pattern form, String allowed) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!Values.isText(node)) {
      throw wrong(key, allowed);
    }
    return Optional.of(checked(key, ((ScalarNode) node).getValue(), form, allowed));
  }

  private String checked(String key, String value, Pattern form, String allowed) {
    if (!form.matcher(value).matches()) {
      throw new PromiseException(
          lines.get(pathOf(key)),
          "'%s' is '%s'; allowed: %s".formatted(pathOf(key), value.replace("\n", "\\n"), allowed));
    }
    return value;
  }

  /**
   * Returns the names in the list of a key, each of which is allowed and stands there once.
   *
   * @param inWords what is allowed
   * @throws PromiseException if the value is no such list
   */
  Optional<List<String>> names(String key, List<String> allowed, String inWords) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof SequenceNode list)) {
      throw wrong(key, "a list, such as [%s]: %s".formatted(allowed.get(0), inWords));
    }
    List<String> names = new ArrayList<>();
    for (Node item : list.getValue()) {
      Values.refuseAnchor(item);
      String name = item instanceof ScalarNode scalar ? scalar.getValue() : Values.kind(item);
      if (!allowed.contains(name) || names.contains(name)) {
        throw new PromiseException(
            Values.line(item),
            "'%s' of '%s' %s; allowed: %s"
                .formatted(
                    name,
                    pathOf(key),
                    names.contains(name) ? "stands twice" : "is unknown",
                    names.contains(name) ? "once" : inWords + similar(name, allowed)));
      }
      names.add(name);
    }
    return Optional.of(names);
  }

  /** Returns the names that may be meant; nothing if none is like it. */
  private static String similar(String name, List<String> allowed) {
    if (name.length() < LIKE) {
      return "";
    }
    String begin = name.substring(0, LIKE);
    List<String> like = allowed.stream().filter(one -> one.contains(begin)).toList();
    return like.isEmpty() ? "" : "; similar: " + String.join(", ", like);
  }

  /** Returns the exception about a value of a wrong type. */
  private PromiseException wrong(String key, String allowed) {
    return new PromiseException(
        lines.get(pathOf(key)),
        "'%s' is %s; allowed: %s".formatted(pathOf(key), Values.kind(values.get(key)), allowed));
  }

  /** Returns an exception about this section. */
  PromiseException mistake(String problem) {
    return new PromiseException(line, "'%s' %s".formatted(path, problem));
  }
}
