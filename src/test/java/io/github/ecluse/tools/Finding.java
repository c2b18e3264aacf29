package io.github.ecluse.tools;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that a tool reports. It has no line number, as a line that only moved is no new
 * finding.
 *
 * @param rule the tool's name for it
 * @param place the file, or the stack for rules about containers
 * @param subject what of it: a service and a key, or the tool's words
 * @param isStyle whether the tool itself calls it a matter of style
 */
record Finding(String rule, String place, String subject, boolean isStyle) {
  /**
   * Returns the findings that only the second list has. One that it has more often counts as often
   * as it came on top.
   */
  static List<Finding> added(List<Finding> before, List<Finding> after) {
    List<Finding> added = new ArrayList<>(after);
    before.forEach(added::remove);
    return List.copyOf(added);
  }
}
