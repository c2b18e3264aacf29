package io.github.ecluse.stack;

import io.github.ecluse.docker.Engine;
import java.util.HashMap;
import java.util.Map;

/** The gate's own containers on the networks of one stack: started when asked for, and kept. */
final class Probes {
  private final Engine engine;
  private final String project;
  private final Map<String, Probe> started = new HashMap<>();

  Probes(Engine engine, String project) {
    this.engine = engine;
    this.project = project;
  }

  /** The probe on a network. */
  Probe on(String network) {
    return kept(network, network);
  }

  /**
   * Whether ping from the probe on a network reaches anything there: the host, or, as a host may
   * drop ping too, another container of the gate's own.
   */
  boolean pingWorksOn(String network) {
    Probe probe = on(network);
    return engine.gateways(fullName(network)).stream()
            .filter(host -> !host.contains(":"))
            .anyMatch(host -> probe.ping(host).answered())
        || probe.ping(neighbourOn(network).address()).answered();
  }

  /** Another container on a network. */
  Probe neighbourOn(String network) {
    return kept(network + " neighbour", network);
  }

  /** A container that takes the address that another one has just left. */
  Probe successorOn(String network) {
    return kept(network + " successor", network);
  }

  /** The probe on the host's own network. */
  Probe onHost() {
    return started.computeIfAbsent("host", network -> Probe.on(network, engine));
  }

  private Probe kept(String name, String network) {
    return started.computeIfAbsent(name, key -> Probe.on(fullName(network), engine));
  }

  /** The name of a network of the project; if there is none, the one that it would have. */
  String fullName(String network) {
    return engine.network(project, network).orElse(project + "_" + network);
  }

  /** Removes them all: a network that has one on it can't be removed. */
  void withdraw() {
    started.values().forEach(Probe::close);
    started.clear();
  }
}
