package io.github.ecluse.containers;

import io.github.ecluse.process.CommandResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The memory of a container's processes, as it is read from the host (proc(5), /proc/PID/mem). */
public final class ProcessMemory {
  /**
   * Reads the writable parts, but not large ones that are nearly empty, such as stacks. Without
   * zeros, letters of two bytes are found too.
   */
  private static final String WORDS =
      """
      pattern=$1; shift
      for pid; do
        awk '/^[0-9a-f]+-[0-9a-f]+ / { split($1, ends, "-"); mode = $2 }
            /^Size:/ { size = $2 }
            /^Rss:/ { if (mode ~ /^rw/ && (size <= 4096 || $2 * 4 >= size)) print ends[1], size / 4 }' /proc/$pid/smaps |
          while read -r start pages; do
            dd if=/proc/$pid/mem bs=4096 skip=$((0x$start / 4096)) count=$pages 2>/dev/null
          done
      done | tr -d '\\000' | tr -cs 'a-z0-9' '\\n' | grep -o "$pattern" | sort -u
      """;

  private final Function<String[], CommandResult> host;
  private final long pid;

  ProcessMemory(Function<String[], CommandResult> host, long pid) {
    this.host = host;
    this.pid = pid;
  }

  /**
   * {@return the memory of a container's first process and its descendants}
   *
   * @param host where they run
   * @param containerPid the first process
   */
  public static ProcessMemory of(HostProcesses host, long containerPid) {
    return new ProcessMemory(host::run, containerPid);
  }

  /**
   * {@return the different words in it that fit a pattern}
   *
   * @param pattern a regular expression of grep, for words of small letters and digits
   */
  public List<String> words(String pattern) {
    String parents = run("sh", "-c", "grep -H ^PPid: /proc/[0-9]*/status").stdout();
    Stream<String> pids = ProcessTree.in(parents).from(pid).map(String::valueOf);
    Stream<String> script = Stream.of("sh", "-c", WORDS, "words", pattern);
    return run(Stream.concat(script, pids).toArray(String[]::new)).stdout().lines().toList();
  }

  private CommandResult run(String... words) {
    return host.apply(words);
  }
}
