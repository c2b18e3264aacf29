package io.github.ecluse.containers;

import com.github.dockerjava.api.model.HostConfig;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.CommandResult;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startable;

/**
 * The processes of the engine's host, read and signalled from a container in the host's PID
 * namespace. Inside a container nothing can end process 1, and no restart policy acts after {@code
 * docker kill}.
 */
public final class HostProcesses implements Startable {
  private final Engine engine;
  private final GenericContainer<?> container;

  /**
   * Creates the container without starting it.
   *
   * @param engine the engine on whose machine the processes run
   */
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
   * Sends a signal to the first process of a container and to its descendants. The programs of
   * health checks are no descendants: if one is stopped while it starts, the engine waits for it
   * longer than the health check's limit.
   *
   * @param name a signal without SIG: {@code KILL}
   * @param containerPid the container's first process
   * @throws io.github.ecluse.process.CommandFailedException if the container has ended
   */
  public void signalAll(String name, long containerPid) {
    signal(name, tree().from(containerPid));
  }

  private ProcessTree tree() {
    return ProcessTree.in(tolerant("grep -H ^PPid: /proc/[0-9]*/status"));
  }

  /** The first must get the signal. Of its children, some may have ended since they were listed. */
  private void signal(String name, Stream<Long> pids) {
    List<Long> all = pids.toList();
    if (all.get(0) <= 0) {
      // To kill(1), 0 is its caller.
      throw new IllegalArgumentException("Can't send a signal: the container has ended");
    }
    String others = all.stream().skip(1).map(String::valueOf).collect(Collectors.joining(" "));
    String script = "kill -%1$s %2$s || exit; for pid in %3$s; do kill -%1$s $pid || :; done";
    run("sh", "-c", script.formatted(name, all.get(0), others)).orThrow();
  }

  /**
   * {@return the processes of a container that hold a listening TCP socket on a port}
   *
   * @param port a TCP port in the container
   * @param containerPid the container's first process
   */
  public List<HostProcess> listenersOn(int port, long containerPid) {
    List<String> sockets =
        listening(containerPid)
            .filter(socket -> socket.port() == port)
            .map(ListeningSocket::link)
            .toList();
    String files =
        ProcessLink.sharing(containerPid, links("/proc/[0-9]*/ns/net")).stream()
            .map("/proc/%s/fd/*"::formatted)
            .collect(Collectors.joining(" "));
    return links(files).stream()
        .filter(link -> sockets.contains(link.target()))
        .map(ProcessLink::process)
        .distinct()
        .map(Long::parseLong)
        .map(this::process)
        .toList();
  }

  /**
   * Reads links below {@code /proc/PID} by one command, as one for each process would take seconds.
   */
  private List<ProcessLink> links(String paths) {
    return ProcessLink.in(tolerant("ls -l " + paths));
  }

  /**
   * {@return the targets of a process's standard output and standard error}
   *
   * @param pid a process in the host's numbering
   */
  public List<String> outputs(long pid) {
    return links("/proc/%1$s/fd/1 /proc/%1$s/fd/2".formatted(pid)).stream()
        .map(ProcessLink::target)
        .toList();
  }

  /**
   * {@return the TCP ports on which a container listens, except on loopback}
   *
   * @param containerPid the container's first process
   */
  public Set<Integer> openPorts(long containerPid) {
    return listening(containerPid)
        .filter(socket -> !socket.isOnLoopback())
        .map(ListeningSocket::port)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * {@return what the kernel says of a process}
   *
   * @param pid its number on the host
   */
  public HostProcess process(long pid) {
    return HostProcess.of(pid, output("cat", "/proc/%s/status".formatted(pid)));
  }

  /**
   * {@return the files of a container}
   *
   * @param containerPid the container's first process
   */
  public ContainerFiles files(long containerPid) {
    return new ContainerFiles(this::run, containerPid);
  }

  private Stream<ListeningSocket> listening(long pid) {
    // A kernel without IPv6 has no tcp6.
    return ListeningSocket.in(
        tolerant("cat /proc/%1$s/net/tcp /proc/%1$s/net/tcp6".formatted(pid)));
  }

  /**
   * {@return the number of bytes that a process has written to disk, from {@code /proc/PID/io}}
   *
   * @param pid a process in the host's numbering
   */
  public long writtenBytes(long pid) {
    String counters = output("cat", "/proc/%s/io".formatted(pid));
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

  CommandResult run(String... words) {
    return engine.exec(container.getContainerId(), words);
  }
}
