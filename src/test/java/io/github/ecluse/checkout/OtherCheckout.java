package io.github.ecluse.checkout;

import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Another checkout of a stack, in a folder of its own. It has the ports of the first: where both
 * would run, the first one is taken down meanwhile.
 */
public final class OtherCheckout implements AutoCloseable {
  private final Stack stack;
  private final Path directory;
  private final String project;

  private OtherCheckout(Stack stack, Path directory, String project) {
    this.stack = stack;
    this.directory = new StackDirectory(stack.workspace().directory()).copyTo(directory).path();
    this.project = project;
  }

  /** Makes one that takes part in the same project. */
  public static OtherCheckout ofTheSameProject(Stack stack, Path directory) {
    stack.ensureReleasedAndWell();
    return new OtherCheckout(stack, directory, stack.compose().name());
  }

  /** Makes one with a project of its own, and takes the first one down until this is closed. */
  public static OtherCheckout insteadOf(Stack stack, Path directory) {
    stack.ensureReleasedAndWell();
    String project = stack.compose().name() + "-other";
    Engine.local().removeAtTheEnd(Map.of("com.docker.compose.project", project));
    OtherCheckout other = new OtherCheckout(stack, directory, project);
    stack.compose().down();
    return other;
  }

  /** Makes one more, in another folder, of the same project as this one. */
  public OtherCheckout again(Path elsewhere) {
    return new OtherCheckout(stack, elsewhere, project);
  }

  /** The name of its Compose project. */
  public String project() {
    return project;
  }

  /** Its folder. */
  public Path directory() {
    return directory;
  }

  /** Runs {@code build.sh} there. */
  public PipelineRun run(String... options) {
    return runBy(List.of(), Map.of(), options);
  }

  /** Runs {@code build.sh} there by another command, which gets it as its last arguments. */
  public PipelineRun runBy(List<String> command, Map<String, String> variables, String... options) {
    Map<String, String> all = new HashMap<>(variables);
    all.putIfAbsent("COMPOSE_PROJECT_NAME", project);
    return stack
        .releases()
        .paste(
            "cd %s && %s"
                .formatted(
                    UserShell.quoted(directory.toString()), UserShell.line(command, all, options)));
  }

  /** Deletes its folder. */
  public void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what it started, if anything, and deploys the first one again. */
  @Override
  public void close() {
    if (project.equals(stack.compose().name())) {
      return;
    }
    DockerCommand.docker(
            "compose", "-p", project, "down", "--volumes", "--remove-orphans", "-t", "3")
        .in(stack.workspace().directory())
        .run()
        .orThrow();
    stack.releases().deploy();
  }
}
