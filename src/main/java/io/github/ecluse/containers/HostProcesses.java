package io.github.ecluse.containers;

import com.github.dockerjava.api.model.HostConfig;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startable;

/**
 * The processes of the engine's host, seen and ended from a container in the host's PID namespace.
 * Inside a container nothing can end its first process, and {@code docker kill} counts as a wish of
 * the user's, after which no restart policy acts.
 */
public final class HostProcesses implements Startable {
  private static final Pattern LINK = Pattern.compile("/proc/(\\d+)/\\S+ -> (.+)");

  /** How {@code grep} prints a process's parent, for those that have one. */
  private static final Pattern PARENT = Pattern.compile("/proc/(\\d+)/status:PPid:\\s+([1-9]\\d*)");

  private final Engine engine;
  private final GenericContainer<?> container;

  /** Creates the container to look from, which is not started. */
  public HostProcesses(Engine engine) {
    this.engine = engine;
    container =
        new GenericContainer<>(ProbeContainer.IMAGE)
            .withPrivilegedMode(true)
            .withNetworkMode("none")
            .withCreateContainerCmdModifier(
                cmd -> {
                  Objects.requireNonNullElseGet(cmd.getHostConfig(), HostConfig::new)
                      .withPidMode("host");
                  cmd.withEntrypoint("sleep", "infinity");
                });
  }

  @Override
  public void start() {
    container.start();
  }

  @Override
  public void stop() {
    container.stop();
  }

  /**
   * Sends a process a signal, as a crash or the kernel would.
   *
   * @param name such as {@code KILL}
   * @param pid its number on the host
   * @throws io.github.ecluse.process.CommandFailedException if there is no such process
   */
  public void signal(String name, long pid) {
    signal(name, Stream.of(pid));
  }

  /**
   * Sends a signal to the first process of a container and to all that came from it. What the
   * engine adds to the container, such as a health check's program, is not among them: if that is
   * stopped while it starts, the engine waits for it beyond the health check's own limit.
   *
   * @throws io.github.ecluse.process.CommandFailedException if the container has ended
   */
  public void signalAll(String name, long containerPid) {
    signal(name, family(containerPid, children()));
  }

  /** The first must get the signal. Of its children, some may have ended since they were listed. */
  private void signal(String name, Stream<Long> pids) {
    List<Long> all = pids.toList();
    if (all.get(0) <= 0) {
      // To kill(1), 0 is its caller.
      throw new IllegalArgumentException("Can't send a signal: the container has ended");
    }
    String others = all.stream().skip(1).map(String::valueOf).collect(Collectors.joining(" "));
    String script = "kill -%1$s %2$d || exit; for pid in %3$s; do kill -%1$s $pid || :; done";
    run("sh", "-c", script.formatted(name, all.get(0), others)).orThrow();
  }

  private static Stream<Long> family(long pid, Map<Long, List<Long>> children) {
    return Stream.concat(
        Stream.of(pid),
        children.getOrDefault(pid, List.of()).stream().flatMap(child -> family(child, children)));
  }

  /** Returns the processes that each process has started. */
  private Map<Long, List<Long>> children() {
    return PARENT
        .matcher(tolerant("grep -H ^PPid: /proc/[0-9]*/status"))
        .results()
        .collect(
            Collectors.groupingBy(
                found -> Long.valueOf(found.group(2)),
                Collectors.mapping(found -> Long.valueOf(found.group(1)), Collectors.toList())));
  }

  /** Returns the processes of a container that hold a listening TCP socket on a port. */
  public List<HostProcess> listenersOn(int port, long containerPid) {
    List<String> sockets = listeningSockets(port, containerPid);
    String files =
        sharing(containerPid, links("/proc/[0-9]*/ns/net")).stream()
            .map("/proc/%s/fd/*"::formatted)
            .collect(Collectors.joining(" "));
    return links(files).stream()
        .filter(link -> sockets.contains(link.target()))
        .map(Link::process)
        .distinct()
        .map(Long::parseLong)
        .map(pid -> HostProcess.of(pid, output("cat", "/proc/%d/status".formatted(pid))))
        .toList();
  }

  /** Returns the processes whose link leads where that of one of them does. */
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
    return LINK.matcher(tolerant("ls -l " + paths))
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
        .filter(socket -> !socket.isOnLoopback())
        .map(ListeningSocket::port)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> listeningSockets(int port, long pid) {
    return listening(pid)
        .filter(socket -> socket.port() == port)
        .map(ListeningSocket::link)
        .toList();
  }

  private Stream<ListeningSocket> listening(long pid) {
    // A kernel without IPv6 has no tcp6.
    return ListeningSocket.in(
        tolerant("cat /proc/%1$d/net/tcp /proc/%1$d/net/tcp6".formatted(pid)));
  }

  /** Returns how many bytes a process has had written to disks, by {@code /proc/PID/io}. */
  public long writtenBytes(long pid) {
    String counters = output("cat", "/proc/%d/io".formatted(pid));
    return Long.parseLong(counters.replaceAll("(?s).*\\nwrite_bytes: (\\d+).*", "$1"));
  }

  /**
   * Returns the output of a script over many files of {@code /proc}, some of which go while it
   * runs.
   *
   * @throws io.github.ecluse.process.CommandFailedException if it has no output at all
   */
  private String tolerant(String script) {
    CommandResult result = run("sh", "-c", script);
    return result.stdout().isEmpty() ? result.orThrow().stdout() : result.stdout();
  }

  private String output(String... words) {
    return run(words).orThrow().stdout();
  }

  private CommandResult run(String... words) {
    return engine.exec(container.getContainerId(), words);
  }
}
