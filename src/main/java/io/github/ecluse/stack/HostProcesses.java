package io.github.ecluse.stack;

import com.github.dockerjava.api.model.HostConfig;
import io.github.ecluse.docker.Engine;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/**
 * The processes of the engine's host, seen and ended from a container in the host's PID namespace.
 * Inside a container nothing can end its first process, and {@code docker kill} counts as a wish of
 * the user's, after which no restart policy acts.
 */
public final class HostProcesses {
  /** How {@code /proc/net/tcp} writes the state LISTEN (proc(5), and Linux's tcp_states.h). */
  private static final String LISTEN = "0A";

  private static final int HEXADECIMAL = 16;

  /** 127.0.0.0/8 and ::1, as {@code /proc/net} writes them on a little-endian machine. */
  private static final Pattern LOOPBACK = Pattern.compile("[0-9A-F]{6}7F:|0{24}01000000:");

  private static final Pattern LINK = Pattern.compile("/proc/(\\d+)/\\S+ -> (.+)");

  /** How {@code grep} prints a process's parent, for those that have one. */
  private static final Pattern PARENT = Pattern.compile("/proc/(\\d+)/status:PPid:\\s+([1-9]\\d*)");

  private final Engine engine;
  private final GenericContainer<?> container;

  /** Starts the container to look from. */
  HostProcesses(Engine engine) {
    this.engine = engine;
    container =
        new GenericContainer<>(Probe.IMAGE)
            .withPrivilegedMode(true)
            .withNetworkMode("none")
            .withCreateContainerCmdModifier(
                cmd -> {
                  Objects.requireNonNullElseGet(cmd.getHostConfig(), HostConfig::new)
                      .withPidMode("host");
                  cmd.withEntrypoint("sleep", "infinity");
                });
    container.start();
  }

  /** Sends a process a signal, such as KILL, as a crash or the kernel would. */
  public void signal(String name, long pid) {
    signal(name, Stream.of(pid));
  }

  /**
   * Sends a signal to the first process of a container and to all that came from it. What the
   * engine adds to the container, such as a health check's program, is not among them: if that is
   * stopped while it starts, the engine waits for it beyond the health check's own limit.
   */
  public void signalAll(String name, long containerPid) {
    signal(name, family(containerPid, children()));
  }

  /** A container that has ended has 0 for its first process, which to kill(1) is its caller. */
  private void signal(String name, Stream<Long> pids) {
    String processes =
        pids.filter(pid -> pid > 0).map(String::valueOf).collect(Collectors.joining(" "));
    output("sh", "-c", "kill -%s %s".formatted(name, processes));
  }

  private static Stream<Long> family(long pid, Map<Long, List<Long>> children) {
    return Stream.concat(
        Stream.of(pid),
        children.getOrDefault(pid, List.of()).stream().flatMap(child -> family(child, children)));
  }

  /** Which processes each process has started. */
  private Map<Long, List<Long>> children() {
    return PARENT
        .matcher(output("sh", "-c", "grep -H ^PPid: /proc/[0-9]*/status"))
        .results()
        .collect(
            Collectors.groupingBy(
                found -> Long.valueOf(found.group(2)),
                Collectors.mapping(found -> Long.valueOf(found.group(1)), Collectors.toList())));
  }

  /** The processes that hold a listening TCP socket on a port, among those of a container. */
  public List<Status> listenersOn(int port, long containerPid) {
    List<String> sockets = listeningSockets(port, containerPid);
    String files =
        sharing(containerPid, links("/proc/[0-9]*/ns/net")).stream()
            .map("/proc/%s/fd/*"::formatted)
            .collect(Collectors.joining(" "));
    return links(files).stream()
        .filter(link -> sockets.contains(link.target()))
        .map(Link::process)
        .distinct()
        .map(pid -> status(Long.parseLong(pid)))
        .toList();
  }

  /** The processes whose link leads where that of one of them does. */
  private static List<String> sharing(long pid, List<Link> links) {
    List<String> targets =
        links.stream()
            .filter(link -> link.process().equals(Long.toString(pid)))
            .map(Link::target)
            .toList();
    return links.stream()
        .filter(link -> targets.contains(link.target()))
        .map(Link::process)
        .toList();
  }

  /** Links below {@code /proc/PID}, by one command: one for each process would take seconds. */
  private List<Link> links(String paths) {
    return LINK.matcher(output("sh", "-c", "ls -l " + paths))
        .results()
        .map(found -> new Link(found.group(1), found.group(2)))
        .toList();
  }

  private record Link(String process, String target) {}

  /** Returns where standard output and standard error of a process lead. */
  public List<String> outputs(long pid) {
    return links("/proc/%1$d/fd/1 /proc/%1$d/fd/2".formatted(pid)).stream()
        .map(Link::target)
        .toList();
  }

  /** Returns the TCP ports on which a container listens for others; those on loopback are none. */
  public Set<Integer> openPorts(long containerPid) {
    return listening(containerPid)
        .map(columns -> columns[1])
        .filter(local -> !LOOPBACK.matcher(local).lookingAt())
        .map(local -> Integer.valueOf(local.substring(local.indexOf(':') + 1), HEXADECIMAL))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> listeningSockets(int port, long pid) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    return listening(pid)
        .filter(columns -> columns[1].endsWith(local))
        .map(columns -> "socket:[" + columns[9] + "]")
        .toList();
  }

  /** The columns of the kernel's tables for each socket that listens. */
  private Stream<String[]> listening(long pid) {
    return output("sh", "-c", "cat /proc/%1$d/net/tcp /proc/%1$d/net/tcp6".formatted(pid))
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 9)
        .filter(columns -> columns[3].equals(LISTEN));
  }

  /** What {@code /proc/PID/status} says of a process. */
  private Status status(long pid) {
    Map<String, String> values = new HashMap<>();
    output("cat", "/proc/%d/status".formatted(pid))
        .lines()
        .map(line -> line.split(":\\s*", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1].strip()));
    return new Status(pid, values);
  }

  /** How many bytes a process has had written to disks, as {@code /proc/PID/io} counts them. */
  public long writtenBytes(long pid) {
    String counters = output("cat", "/proc/%d/io".formatted(pid));
    return Long.parseLong(counters.replaceAll("(?s).*\\nwrite_bytes: (\\d+).*", "$1"));
  }

  private String output(String... words) {
    return engine.exec(container.getContainerId(), words).stdout();
  }

  /** Removes the container. */
  void close() {
    container.stop();
  }

  /**
   * A process, as {@code /proc/PID/status} describes it (proc(5)).
   *
   * @param pid its number on the host
   * @param values the lines of the file
   */
  public record Status(long pid, Map<String, String> values) {
    /** Real, effective, saved and file-system user ids. */
    public List<Integer> userIds() {
      return Arrays.stream(values.get("Uid").split("\\s+")).map(Integer::valueOf).toList();
    }

    /** The groups, the first of which is its own. */
    public List<Integer> groupIds() {
      return Stream.of("Gid", "Groups")
          .flatMap(name -> Arrays.stream(values.get(name).split("\\s+")))
          .filter(id -> !id.isEmpty())
          .map(Integer::valueOf)
          .toList();
    }

    /** Whether a setuid program gives it the rights of another user. */
    public boolean gainsFromSetuid() {
      return !"1".equals(values.get("NoNewPrivs"));
    }

    /** All five sets of capabilities, as hexadecimal masks. */
    public List<String> capabilities() {
      return Stream.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb").map(values::get).toList();
    }
  }
}
