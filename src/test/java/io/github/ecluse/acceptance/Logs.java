package io.github.ecluse.acceptance;

import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Stack;
import java.util.stream.Stream;

/**
 * What containers have written. Compose shows only the services of the files that it is given, and
 * not those of an overlay; what went to stderr, it prints there.
 */
final class Logs {
  private static final String LINES = "5000";

  private Logs() {}

  /** Returns the last lines of all containers of the stack. */
  static Stream<String> of(Stack stack) {
    return stack.services().all().stream().flatMap(Logs::of);
  }

  /** Returns the last lines of a container, those of stdout first. */
  static Stream<String> of(ServiceContainer container) {
    CommandResult logs =
        DockerCommand.docker("logs", "--tail", LINES, container.id()).run().orThrow();
    return Stream.concat(logs.stdout().lines(), logs.stderr().lines());
  }
}
