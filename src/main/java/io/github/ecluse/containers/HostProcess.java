package io.github.ecluse.containers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A process, as {@code /proc/PID/status} describes it (proc(5)).
 *
 * @param pid its number on the host
 * @param values the lines of the file
 */
public record HostProcess(long pid, Map<String, String> values) {
  /**
   * {@return what the text of {@code /proc/PID/status} says}
   *
   * @param pid the process
   * @param status the text
   */
  public static HostProcess of(long pid, String status) {
    Map<String, String> values = new HashMap<>();
    status
        .lines()
        .map(line -> line.split(":\\s*", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1].strip()));
    return new HostProcess(pid, values);
  }

  /** {@return its name and number, for a message} */
  @Override
  public String toString() {
    return "%s (process %d of the host)".formatted(values.get("Name"), pid);
  }

  /** {@return the real, effective, saved and file-system user ids} */
  public List<Integer> userIds() {
    return Arrays.stream(values.get("Uid").split("\\s+")).map(Integer::valueOf).toList();
  }

  /** {@return the groups, the first of which is its own} */
  public List<Integer> groupIds() {
    return Stream.of("Gid", "Groups")
        .flatMap(name -> Arrays.stream(values.get(name).split("\\s+")))
        .filter(id -> !id.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  /** {@return whether a setuid program gives it the rights of another user} */
  public boolean gainsFromSetuid() {
    return !"1".equals(values.get("NoNewPrivs"));
  }

  /** {@return the four sets of capabilities that it has or passes on, as hexadecimal masks} */
  public List<String> capabilities() {
    return Stream.of("CapInh", "CapPrm", "CapEff", "CapAmb").map(values::get).toList();
  }

  /** {@return the capabilities that it and its descendants can have at most, as a mask} */
  public long boundingCapabilities() {
    return Long.parseUnsignedLong(values.get("CapBnd"), 16);
  }

  /** {@return the mode of its filter of system calls, of seccomp: 0 for none, 2 for a filter} */
  public String filterOfCalls() {
    return values.get("Seccomp");
  }
}
