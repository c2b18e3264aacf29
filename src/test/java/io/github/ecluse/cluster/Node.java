package io.github.ecluse.cluster;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.process.Command;
import io.github.ecluse.support.SecondEngine;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * A machine of the swarm.
 *
 * @param engine its engine
 * @param name its host name
 * @param address its IPv4 address
 */
record Node(SecondEngine engine, String name, String address) {
  /** The port of the proxy on each node. */
  private static final int PORT = 8080;

  static Node of(SecondEngine engine) {
    return new Node(engine, engine.name(), engine.address());
  }

  /** The address of the page, as the proxy of this node serves it. */
  URI page() {
    return URI.create("http://" + address + ":" + PORT + "/");
  }

  /**
   * Runs {@code docker node} as a manager. The swarm takes no change of a node that it changes at
   * the same moment itself.
   */
  void changesNode(String... words) {
    String[] command = Stream.concat(Stream.of("node"), Stream.of(words)).toArray(String[]::new);
    await("a change of a node")
        .ignoreExceptionsMatching(failure -> failure.getMessage().contains("out of sequence"))
        .untilAsserted(() -> docker(command));
  }

  /** Runs a Docker command on its engine, and returns what it prints. */
  String docker(String... words) {
    return engine.docker(words).stdout().strip();
  }

  /** Returns the ids of the images that the running containers of a service have. */
  List<String> imagesOf(String service) {
    List<String> containers =
        docker("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + service)
            .lines()
            .toList();
    return containers.stream().map(each -> docker("inspect", "-f", "{{.Image}}", each)).toList();
  }

  /** Cuts it off from all others. */
  void cutOff() {
    link("down");
  }

  /** Connects it again. */
  void connect() {
    link("up");
  }

  private void link(String state) {
    Command.of("ip", "link", "set", name + "-a", state).run().orThrow();
  }

  /** Lets it reach a port of another machine no longer, as a firewall does, until it is undone. */
  void refuse(int port, boolean refused) {
    Command.of("ip", "netns", "exec", name, "iptables", "-w")
        .and(refused ? "-I" : "-D", "OUTPUT", "-p", "tcp", "--dport", Integer.toString(port))
        .and("-j", "REJECT")
        .run()
        .orThrow();
  }
}
