package io.github.ecluse.tools;

import io.github.ecluse.faults.Change;
import java.util.List;
import java.util.Map;

/**
 * What the tools see of a change.
 *
 * @param change the change
 * @param byTool the findings that it adds, by the name of the tool
 */
record Seen(Change change, Map<String, List<Finding>> byTool) {
  /** Returns whether a tool reports something. */
  boolean by(String tool) {
    return !byTool.get(tool).isEmpty();
  }

  /** Returns whether a tool reports more than a matter of style. */
  boolean beyondStyleBy(String tool) {
    return byTool.get(tool).stream().anyMatch(finding -> !finding.isStyle());
  }

  /** Returns whether any tool reports something. */
  boolean byAny() {
    return byTool.keySet().stream().anyMatch(this::by);
  }

  /** Returns whether any tool reports more than a matter of style. */
  boolean beyondStyleByAny() {
    return byTool.keySet().stream().anyMatch(this::beyondStyleBy);
  }

  /** Returns the rules by which a tool sees it, each once. */
  List<String> rules(String tool) {
    return byTool.get(tool).stream().map(Finding::rule).distinct().toList();
  }
}
