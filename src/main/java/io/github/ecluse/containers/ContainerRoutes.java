package io.github.ecluse.containers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Ways to addresses that a container takes through another one, as long as this is open. */
public final class ContainerRoutes implements AutoCloseable {
  private final HostProcesses host;
  private final long pid;
  private final String engine;
  private final List<String> addresses = new ArrayList<>();

  /**
   * Changes nothing yet.
   *
   * @param host the machine of the engine, which must have the program {@code ip}
   * @param containerPid the container's first process
   */
  public ContainerRoutes(HostProcesses host, long containerPid) {
    this.host = host;
    pid = containerPid;
    // The parent of a container's first process is a program of the engine.
    engine = host.process(pid).values().get("PPid");
  }

  /**
   * Lets the container reach an address through another container of its network.
   *
   * @param address an IPv4 address
   * @param router the address of the other container
   * @return this
   * @throws io.github.ecluse.process.CommandFailedException if there can be no such way
   */
  public ContainerRoutes add(String address, String router) {
    ip("route", "replace", address, "via", router);
    addresses.add(address);
    return this;
  }

  /** Runs the machine's program in the container's network: the image need not have it. */
  private void ip(String... words) {
    Stream<String> inside =
        Stream.of("nsenter", "-t", engine, "-m", "nsenter", "-t", String.valueOf(pid), "-n", "ip");
    host.run(Stream.concat(inside, Stream.of(words)).toArray(String[]::new)).orThrow();
  }

  @Override
  public void close() {
    addresses.forEach(address -> ip("route", "del", address));
  }
}
