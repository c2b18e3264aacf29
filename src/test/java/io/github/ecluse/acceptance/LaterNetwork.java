package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.containers.Reply;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;

/** A network that the application's container joins while it runs. */
final class LaterNetwork implements AutoCloseable {
  private final Stack stack;
  private final String name;
  private final ServiceContainer application;
  private final ProbeContainer probe;
  private final ProbeContainer neighbour;

  private LaterNetwork(Stack stack) {
    this.stack = stack;
    name = stack.compose().name() + "_later";
    application = stack.application();
    probe = new ProbeContainer(name, stack.engine());
    neighbour = new ProbeContainer(name, stack.engine());
  }

  /** Creates it, with two other containers. It leads nowhere else, so that no route changes. */
  static LaterNetwork joinedByTheApplication(Stack stack) {
    LaterNetwork network = new LaterNetwork(stack);
    String project = "com.docker.compose.project=" + stack.compose().name();
    network.docker("create", "--internal", "--label", project, network.name);
    try {
      network.docker("connect", network.name, network.application.id());
      network.probe.start();
      network.neighbour.start();
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Asserts that the application answers TCP there, and no ping. */
  void assertPingIsBlocked() {
    String address = stack.application().addresses().get(name);

    assertThat(probe.ping(neighbour.address()).answered())
        .as("ping to another container of a network that the app has joined, the control")
        .isTrue();
    assertThat(probe.connect(address, Inside.port(stack)).answered())
        .as("TCP to the app on a network that it has joined, the control")
        .isTrue();
    assertThat(probe.ping(address).kind())
        .as("ping to the app's address %s on a network that it has joined", address)
        .isEqualTo(Reply.Kind.SILENT);
  }

  private void docker(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "docker";
    all[1] = "network";
    System.arraycopy(words, 0, all, 2, words.length);
    stack.compose().command(all).orThrow();
  }

  @Override
  public void close() {
    probe.stop();
    neighbour.stop();
    stack.compose().command("docker", "network", "disconnect", "-f", name, application.id());
    docker("rm", name);
  }
}
