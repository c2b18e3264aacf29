package io.github.ecluse.stack;

import io.github.ecluse.docker.Engine;
import java.util.HashMap;
import java.util.Map;

/** The gate's own containers on the networks of one stack: started when asked for, and kept. */
final class Probes {
  private static final String DATABASE_NETWORK = "secure_back";

  private final Engine engine;
  private final String project;
  private final Map<String, Probe> started = new HashMap<>();

  Probes(Engine engine, String project) {
    this.engine = engine;
    this.project = project;
  }

  /** The probe on a network. */
  Probe on(String network) {
    return started.computeIfAbsent(network, key -> Probe.on(fullName(network)));
  }

  /**
   * Another container on a network, for the control of what a probe sees; the forwarder, where it
   * is there in any case.
   */
  Probe neighbourOn(String network) {
    return network.equals(DATABASE_NETWORK)
        ? database()
        : started.computeIfAbsent(network + " neighbour", key -> Probe.on(fullName(network)));
  }

  /** The forwarder to the database. */
  Probe database() {
    return started.computeIfAbsent(
        "db", service -> Probe.forwarderTo(service, fullName(DATABASE_NETWORK)));
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
