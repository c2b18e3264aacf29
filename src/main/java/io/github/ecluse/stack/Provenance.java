package io.github.ecluse.stack;

import java.util.Set;
import java.util.TreeSet;

/** What a stack runs on, for the report: engine, Compose, and each image with its origin. */
final class Provenance {
  private final Stack stack;

  Provenance(Stack stack) {
    this.stack = stack;
  }

  void recordIn(Journal journal) {
    journal.record("engine", stack.engine().version());
    journal.record("compose", stack.engine().composeVersion());
    for (String image : images()) {
      journal.record("image " + image, stack.engine().originOf(image));
    }
  }

  /** The images of the services beside the application, of its base, and of the gate itself. */
  private Set<String> images() {
    Set<String> names = new TreeSet<>(stack.engine().names("testcontainers/ryuk"));
    names.add(Probe.IMAGE.toString());
    names.addAll(stack.application().baseImages());
    output("docker", "compose", "config", "--images")
        .lines()
        .filter(name -> !name.startsWith(stack.repository()))
        .forEach(names::add);
    return names;
  }

  private String output(String... words) {
    return stack.command(words).orThrow().stdout();
  }
}
