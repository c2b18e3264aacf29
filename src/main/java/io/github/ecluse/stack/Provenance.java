package io.github.ecluse.stack;

import io.github.ecluse.docker.Engine;
import java.util.Set;
import java.util.TreeSet;

/** What a stack runs on, for the report: engine, Compose, and each image with its origin. */
final class Provenance {
  private final Stack stack;
  private final Set<String> ofServices;

  /**
   * Looks at nothing yet.
   *
   * @param ofServices the names of the images that the services run
   */
  Provenance(Stack stack, Set<String> ofServices) {
    this.stack = stack;
    this.ofServices = ofServices;
  }

  void recordIn(Journal journal) {
    Engine engine = stack.engine();
    journal.record("engine", engine.version());
    journal.record(
        "IPv6",
        !Ipv6Networks.arePossible()
            ? "this machine's kernel has none, so the checks over it are skipped"
            : Ipv6Networks.areKeptApart()
                ? "on every network of the stack"
                : "not on the database's networks: engines before 27 do not keep networks apart");
    journal.record("compose", engine.composeVersion(stack.project()));
    for (String image : images()) {
      journal.record("image " + image, engine.originOf(image));
    }
  }

  /** The images of the services beside the application, of its base, and of the gate itself. */
  private Set<String> images() {
    Set<String> names = new TreeSet<>(stack.engine().names("testcontainers/ryuk"));
    names.add(Probe.IMAGE.toString());
    names.addAll(stack.application().baseImages());
    ofServices.stream().filter(name -> !name.startsWith(stack.repository())).forEach(names::add);
    return names;
  }
}
