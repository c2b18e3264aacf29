package io.github.ecluse.containers;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A link below {@code /proc/PID}, such as that of an open file.
 *
 * @param process the process's number
 * @param target where the link leads
 */
record ProcessLink(String process, String target) {
  private static final Pattern LINK = Pattern.compile("/proc/(\\d+)/\\S+ -> (.+)");

  /** Reads what {@code ls -l} prints. */
  static List<ProcessLink> in(String printed) {
    return LINK.matcher(printed)
        .results()
        .map(found -> new ProcessLink(found.group(1), found.group(2)))
        .toList();
  }

  /** Returns the processes whose link leads where that of one of them does. */
  static List<String> sharing(long pid, List<ProcessLink> links) {
    List<String> targets =
        links.stream()
            .filter(link -> link.process().equals(Long.toString(pid)))
            .map(ProcessLink::target)
            .toList();
    return links.stream()
        .filter(link -> targets.contains(link.target()))
        .map(ProcessLink::process)
        .toList();
  }
}
