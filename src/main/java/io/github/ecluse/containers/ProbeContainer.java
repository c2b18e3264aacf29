package io.github.ecluse.containers;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.process.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the gate on a network of the stack. It pings and opens TCP connections, so that
 * the deployed containers stay unchanged.
 */
public final class ProbeContainer implements Startable {
  /** Has {@code ping} and {@code socat}, which is a TCP client. */
  public static final DockerImageName IMAGE = DockerImageName.parse("alpine/socat:1.7.4.3-r0");

  /** How long an answer to a ping may take, in seconds. */
  private static final String PING_LIMIT_S = "1";

  /** How long a TCP connection may take, in seconds. */
  private static final int CONNECT_LIMIT_S = 2;

  private static final Pattern UNREACHABLE = Pattern.compile("(?i)unreachable");

  /**
   * Sends echo requests of several sizes, some of them in fragments, all at the same time. A group
   * of hosts gets one, and all of them have a second to answer.
   */
  private static final String PINGS =
      CodedEcho.FUNCTION
          + "for host; do case $host in ff*) ping -n -c 2 -w 1 $host & ;;"
          + " *) for size in 0 56 1400 8000; do for n in 1 2 3 4 5; do"
          + " ping -n -c 1 -W 1 -s $size $host & done; done; "
          + CodedEcho.CALLS
          + " ;; esac; done; wait";

  /** Tries each "HOST PORT" that follows, all at the same time, and prints those that answer. */
  private static final String CONNECT =
      "for t; do (socat -u OPEN:/dev/null TCP:${t%% *}:${t#* },connect-timeout=%s 2>/dev/null"
          + " && echo \"$t\") & done; wait";

  private final Engine engine;
  private final GenericContainer<?> container;

  /**
   * Creates a probe that is not started.
   *
   * @param network the full name of the network
   * @param engine the engine that has the network
   */
  public ProbeContainer(String network, Engine engine) {
    this.engine = engine;
    container =
        new GenericContainer<>(IMAGE)
            .withNetworkMode(network)
            .withCreateContainerCmdModifier(cmd -> cmd.withEntrypoint("sleep", "infinity"));
  }

  @Override
  public void start() {
    container.start();
  }

  /** {@return the id of the container} */
  public String id() {
    return container.getContainerId();
  }

  /** {@return its address in its network} */
  public String address() {
    return address(ServiceContainer::addresses).orElseThrow();
  }

  /** {@return its IPv6 address in its network; empty if the network has no IPv6} */
  public String ipv6Address() {
    return address(ServiceContainer::ipv6Addresses).orElse("");
  }

  private Optional<String> address(Function<ServiceContainer, Map<String, String>> addresses) {
    return engine.inspect(container.getContainerId()).stream()
        .flatMap(found -> addresses.apply(found).values().stream())
        .findFirst();
  }

  /**
   * Sends an echo request and waits a second for the answer.
   *
   * @param host a name or address
   * @return the answer, or its absence
   */
  public Reply ping(String host) {
    CommandResult result = run("ping", "-c", "1", "-W", PING_LIMIT_S, host);
    return replyTo(result, result.succeeded());
  }

  /**
   * Sends twenty echo requests of several sizes to each of some hosts, and two with codes other
   * than 0, all at the same time, and waits a second for answers.
   *
   * @param hosts names or addresses, also of a group of hosts over IPv6; a link-local address with
   *     its interface
   * @return the answers, or their absence
   */
  public Reply pingInAllSizes(String... hosts) {
    Stream<String> words = Stream.concat(Stream.of("sh", "-c", PINGS, "ping"), Stream.of(hosts));
    CommandResult result = run(words.toArray(String[]::new));
    return replyTo(result, Reply.echoesIn(result.stdout() + result.stderr()) > 0);
  }

  private static Reply replyTo(CommandResult ping, boolean answered) {
    String output = ping.stdout() + ping.stderr();
    if (answered) {
      return new Reply(Reply.Kind.ANSWERED, output);
    }
    // A rejected ping gets no reply either, but an "Unreachable", which reveals the host.
    boolean silent = output.contains("100% packet loss") && !UNREACHABLE.matcher(output).find();
    return new Reply(silent ? Reply.Kind.SILENT : Reply.Kind.UNREACHABLE, output);
  }

  /**
   * {@return the text of a file in the probe's container}
   *
   * @param path an absolute path in the container
   */
  public String file(String path) {
    return run("cat", path).orThrow().stdout();
  }

  /**
   * Tries a TCP connection, for two seconds.
   *
   * @param host an address, or a name, which stands for its IPv4 address
   * @param port a TCP port, 1 to 65535
   * @return the answer, or its absence
   */
  public Reply connect(String host, int port) {
    String address = host.contains(":") ? "TCP6:[" + host + "]" : "TCP4:" + host;
    CommandResult result =
        run(
            "socat",
            "-u",
            "OPEN:/dev/null",
            "%s:%s,connect-timeout=%s".formatted(address, port, CONNECT_LIMIT_S));
    String output = result.stdout() + result.stderr();
    if (result.succeeded()) {
      return new Reply(Reply.Kind.ANSWERED, output);
    }
    return new Reply(
        output.contains("timed out") ? Reply.Kind.SILENT : Reply.Kind.UNREACHABLE, output);
  }

  /**
   * Tries TCP connections at the same time, each for two seconds.
   *
   * @param targets each a host and a port, with a space between
   * @return those that answered
   */
  public List<String> connected(List<String> targets) {
    Stream<String> words =
        Stream.concat(
            Stream.of("sh", "-c", CONNECT.formatted(CONNECT_LIMIT_S), "connect"),
            targets.stream().map(ProbeContainer::bracketed));
    return run(words.toArray(String[]::new))
        .stdout()
        .lines()
        .map(target -> target.replaceAll("[\\[\\]]", ""))
        .toList();
  }

  /** An IPv6 address stands in brackets before a port. */
  private static String bracketed(String target) {
    return target.contains(":") ? "[" + target.replace(" ", "] ") : target;
  }

  private CommandResult run(String... words) {
    return engine.exec(container.getContainerId(), words);
  }

  @Override
  public void stop() {
    container.stop();
  }
}
