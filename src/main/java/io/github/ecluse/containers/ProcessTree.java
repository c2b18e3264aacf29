package io.github.ecluse.containers;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which process has started which.
 *
 * @param children the processes that each process has started
 */
record ProcessTree(Map<Long, List<Long>> children) {
  /** How {@code grep} prints a process's parent, for those that have one. */
  private static final Pattern PARENT = Pattern.compile("/proc/(\\d+)/status:PPid:\\s+([1-9]\\d*)");

  /** Reads what {@code grep -H ^PPid:} prints of each process's {@code status}. */
  static ProcessTree in(String printed) {
    return new ProcessTree(
        PARENT
            .matcher(printed)
            .results()
            .collect(
                Collectors.groupingBy(
                    found -> Long.valueOf(found.group(2)),
                    Collectors.mapping(
                        found -> Long.valueOf(found.group(1)), Collectors.toList()))));
  }

  /** Returns a process and all that came from it, the process first. */
  Stream<Long> from(long pid) {
    return Stream.concat(
        Stream.of(pid), children.getOrDefault(pid, List.of()).stream().flatMap(this::from));
  }
}
