package io.github.ecluse.interrupted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.acceptance.Http;
import io.github.ecluse.acceptance.Page;
import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.process.Command;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What must hold after an interruption: nothing that was there is lost, and nothing is left over.
 */
final class Promises {
  private static final String UNLOCKED =
      "for file in \"$0\" \"$0\"/*; do [ -p \"$file\" ] || flock -n \"$file\" true || exit 1; done";

  private final Stack stack;
  private final Optional<MarkedRow> row;
  private final Map<String, Digest> versions;
  private final List<String> networks;

  private Promises(
      Stack stack, Optional<MarkedRow> row, Map<String, Digest> versions, List<String> networks) {
    this.stack = stack;
    this.row = row;
    this.versions = versions;
    this.networks = networks;
  }

  /** Looks at a stack that is well. */
  static Promises of(Stack stack) {
    return new Promises(stack, Optional.of(MarkedRow.leftIn(stack)), versions(stack), networks());
  }

  /** Looks before the first run of all, when nothing is there yet. */
  static Promises ofNothing(Stack stack) {
    return new Promises(stack, Optional.empty(), Map.of(), networks());
  }

  /** Removes the stack, its volumes and its record. */
  static void forget(Stack stack) {
    stack
        .compose()
        .command("docker", "compose", "down", "--volumes", "--remove-orphans", "--timeout", "1")
        .orThrow();
    Command.of("rm", "-rf", state(stack).toString()).run().orThrow();
  }

  private static Map<String, Digest> versions(Stack stack) {
    Map<String, Digest> versions = new TreeMap<>();
    for (String tag : stack.registry().tags("app")) {
      if (!tag.equals("latest")) {
        stack.registry().digest("app", tag).ifPresent(digest -> versions.put(tag, digest));
      }
    }
    return versions;
  }

  private static List<String> networks() {
    return DockerCommand.docker("network", "ls", "--format", "{{.Name}}")
        .run()
        .orThrow()
        .stdout()
        .lines()
        .toList();
  }

  /** Returns whether what was proven serves. */
  boolean isServed() {
    try {
      return Http.on(stack.appUrl()).get("/health").statusCode() == 200
          && stack.services().all().stream()
              .filter(container -> container.service().equals("app") && container.isRunning())
              .map(
                  container ->
                      stack
                          .engine()
                          .images()
                          .digests(container.imageId(), stack.workspace().repository()))
              .anyMatch(digests -> digests.contains(new Digest(record().path("digest").asText())));
    } catch (UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  /** Returns the promises that are broken once the next run is over. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    check(isServed(), "what was proven does not serve", broken);
    Digest proven = new Digest(record().path("digest").asText());
    check(
        stack.registry().digest("app", "latest").filter(proven::equals).isPresent(),
        "latest in the registry is not what was proven",
        broken);
    check(versions(stack).entrySet().containsAll(versions.entrySet()), "a version is lost", broken);
    check(Page.of(stack).visits() > 0, "visits are not counted", broken);
    check(row.map(MarkedRow::isThere).orElse(true), "rows are lost", broken);
    for (String service : stack.workspace().promise().services()) {
      check(
          containersOf(service) == 1, containersOf(service) + " containers of " + service, broken);
    }
    check(isAtItsEnd(), "the record says that a run goes on", broken);
    check(isUnlocked(), "the project is locked", broken);
    List<String> left = new ArrayList<>(networks());
    left.removeAll(networks);
    // The stack's own, and those of the class that runs at the same time.
    left.removeIf(name -> name.startsWith("ecluse-"));
    check(left.isEmpty(), "networks are left: " + left, broken);
    return broken;
  }

  private static void check(boolean kept, String otherwise, List<String> broken) {
    if (!kept) {
      broken.add(otherwise);
    }
  }

  private long containersOf(String service) {
    return stack.services().all().stream()
        .map(ServiceContainer::service)
        .filter(service::equals)
        .count();
  }

  private boolean isAtItsEnd() {
    Path underway = state().resolve("underway");
    try {
      return Files.notExists(underway) || Files.size(underway) == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lock may be that of the folder, or of a file in it. */
  private boolean isUnlocked() {
    return Command.of("bash", "-c", UNLOCKED, state().toString()).run().exitCode() == 0;
  }

  private JsonNode record() {
    try {
      return new ObjectMapper().readTree(state().resolve("proven.json").toFile()).path("x-release");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path state() {
    return state(stack);
  }

  private static Path state(Stack stack) {
    return stack.workspace().directory().resolve(".ecluse").resolve(stack.compose().name());
  }
}
