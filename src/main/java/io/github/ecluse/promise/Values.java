package io.github.ecluse.promise;

import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a message says of a value: its line and its type. */
final class Values {
  private static final Map<Tag, String> SCALARS =
      Map.of(
          Tag.STR, "a text",
          Tag.INT, "a number",
          Tag.FLOAT, "a number",
          Tag.BOOL, "a yes or no",
          Tag.NULL, "empty");

  private Values() {}

  /** Returns the number of its line, from 1. */
  static int line(Node node) {
    return 1 + node.getStartMark().map(Mark::getLine).orElse(0);
  }

  /** Returns its type in words. */
  static String kind(Node node) {
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return SCALARS.getOrDefault(node.getTag(), "of the type " + node.getTag().getValue());
  }

  /** Returns whether it is a text, and not a number or another type. */
  static boolean isText(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
  }

  /**
   * Refuses what lets one part of a file stand for another one.
   *
   * @throws PromiseException if the value has an anchor
   */
  static void refuseAnchor(Node node) {
    node.getAnchor()
        .ifPresent(
            anchor -> {
              throw new PromiseException(
                  line(node),
                  "the anchor &%s is not read; allowed: the value itself"
                      .formatted(anchor.getValue()));
            });
  }
}
