package io.github.ecluse.stack;

import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.workspace.Ipv6Networks;
import io.github.ecluse.workspace.Workspace;
import java.util.Set;
import java.util.TreeSet;

/** What a stack runs on, for the report: engine, Compose, and each image with its origin. */
final class Provenance {
  private Provenance() {}

  static void record(Workspace workspace, Engine engine, Journal journal) {
    journal.fact("engine", engine.version());
    journal.fact("image store", engine.images().store());
    journal.fact("IPv6", ipv6(workspace.promise()));
    journal.fact("compose", engine.project(workspace.project()).composeVersion());
    for (String image : images(workspace, engine)) {
      journal.fact("image " + image, engine.images().originOf(image));
    }
  }

  private static String ipv6(Promise promise) {
    if (!HostAddresses.haveIpv6()) {
      return "this machine has none, so the checks over it are skipped";
    }
    if (!Ipv6Networks.areGivenTo(promise)) {
      return "where the stack has it, as it does not claim ping-blocked";
    }
    return Ipv6Networks.areKeptApart()
        ? "on every network of the stack"
        : "not on the database's networks: engines before 27 do not keep networks apart";
  }

  /**
   * Returns the images of the services beside the application, of its base, and of the gate itself.
   */
  private static Set<String> images(Workspace workspace, Engine engine) {
    Set<String> names = new TreeSet<>(engine.images().names("testcontainers/ryuk"));
    names.add(ProbeContainer.IMAGE.toString());
    names.addAll(workspace.images().bases());
    workspace.images().all().stream()
        .filter(name -> !name.startsWith(workspace.repository()))
        .forEach(names::add);
    return names;
  }
}
