package io.github.ecluse.containers;

import io.github.ecluse.docker.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The gate's own containers on the networks of one stack: started when asked for, and kept. */
public final class Probes {
  private final Engine engine;
  private final UnaryOperator<String> fullName;
  private final Map<String, ProbeContainer> started = new HashMap<>();

  /**
   * Starts none.
   *
   * @param fullName makes the full name of a network of its name in the Compose file
   */
  public Probes(Engine engine, UnaryOperator<String> fullName) {
    this.engine = engine;
    this.fullName = fullName;
  }

  /** Returns the probe on a network. */
  public ProbeContainer on(String network) {
    return kept(network, network);
  }

  /** Returns another probe on a network, beside the first one. */
  public ProbeContainer neighbourOn(String network) {
    return kept(network + " neighbour", network);
  }

  /** Returns another probe on a network: it takes the address that a container has just left. */
  public ProbeContainer successorOn(String network) {
    return kept(network + " successor", network);
  }

  /** Returns the probe on the network of the engine's host itself. */
  public ProbeContainer onHost() {
    return started.computeIfAbsent("host", this::startedOn);
  }

  /**
   * Returns whether ping from the probe on a network reaches anything there: the host, or, as a
   * host may drop ping too, another probe. This is the control of checks that ping is blocked.
   */
  public boolean pingWorksOn(String network) {
    ProbeContainer probe = on(network);
    return engine.networks().gateways(fullName.apply(network)).stream()
            .filter(host -> !host.contains(":"))
            .anyMatch(host -> probe.ping(host).answered())
        || probe.ping(neighbourOn(network).address()).answered();
  }

  private ProbeContainer kept(String name, String network) {
    return started.computeIfAbsent(name, key -> startedOn(fullName.apply(network)));
  }

  private ProbeContainer startedOn(String network) {
    ProbeContainer probe = new ProbeContainer(network, engine);
    probe.start();
    return probe;
  }

  /** Removes them all: a network that has one on it can't be removed. */
  public void withdraw() {
    started.values().forEach(ProbeContainer::stop);
    started.clear();
  }
}
