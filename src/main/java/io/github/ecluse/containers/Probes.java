package io.github.ecluse.containers;

import io.github.ecluse.docker.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The gate's containers on the networks of one stack. Each is started on first use and kept. */
public final class Probes {
  /** Stands for a network that no service of the stack is on: the engine's own. */
  public static final String OUTSIDE = "outside of the stack";

  private final Engine engine;
  private final UnaryOperator<String> fullName;
  private final Map<String, ProbeContainer> started = new HashMap<>();

  /**
   * Starts none.
   *
   * @param engine the engine that has the networks
   * @param fullName makes the full name of a network of its name in the Compose file
   */
  public Probes(Engine engine, UnaryOperator<String> fullName) {
    this.engine = engine;
    this.fullName = fullName;
  }

  /**
   * {@return the probe on a network}
   *
   * @param network the name in the Compose file
   */
  public ProbeContainer on(String network) {
    return kept(network, network);
  }

  /**
   * {@return another probe on a network, beside the first one}
   *
   * @param network the name in the Compose file
   */
  public ProbeContainer neighbourOn(String network) {
    return kept(network + " neighbour", network);
  }

  /**
   * {@return another probe on a network: it takes the address that a container has just left}
   *
   * @param network the name in the Compose file
   */
  public ProbeContainer successorOn(String network) {
    return kept(network + " successor", network);
  }

  /** {@return the probe on the network of the engine's host itself} */
  public ProbeContainer onHost() {
    return started.computeIfAbsent("host", this::startedOn);
  }

  /**
   * {@return whether ping from the probe on a network reaches anything there: the host, or, as a
   * host may drop ping too, another probe} This is the control of checks that ping is blocked.
   *
   * @param network the name in the Compose file
   */
  public boolean pingWorksOn(String network) {
    ProbeContainer probe = on(network);
    return engine.networks().gateways(full(network)).stream()
            .filter(host -> !host.contains(":"))
            .anyMatch(host -> probe.ping(host).answered())
        || probe.ping(neighbourOn(network).address()).answered();
  }

  private ProbeContainer kept(String name, String network) {
    return started.computeIfAbsent(name, key -> startedOn(full(network)));
  }

  private String full(String network) {
    return network.equals(OUTSIDE) ? "bridge" : fullName.apply(network);
  }

  /**
   * {@return the probe in the network of a container, as its programs see it}
   *
   * @param id the id of a running container
   */
  public ProbeContainer within(String id) {
    return started.computeIfAbsent("within " + id, key -> startedOn("container:" + id));
  }

  private ProbeContainer startedOn(String network) {
    ProbeContainer probe = new ProbeContainer(network, engine);
    probe.start();
    return probe;
  }

  /** Removes all of them, as they would keep the networks from being removed. */
  public void withdraw() {
    started.values().forEach(ProbeContainer::stop);
    started.clear();
  }
}
