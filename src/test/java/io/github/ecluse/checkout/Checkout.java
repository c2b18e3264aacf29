package io.github.ecluse.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directory of a stack as its user's checkout. What a test changes in it is put back, and
 * deployed again if need be, when it is closed.
 */
public final class Checkout implements AutoCloseable {
  private static final String OVERRIDE = "compose.override.yml";

  /** Exit codes with which nothing was touched: bad input, engine or tool, check. */
  private static final Set<Integer> UNTOUCHED = Set.of(2, 3, 18);

  private final Stack stack;

  private final EditedDirectory directory;

  private final String filesOfTheGate;

  private boolean findsFiles;

  private boolean touched;

  private Checkout(Stack stack) {
    this.stack = stack;
    directory = new EditedDirectory(stack.workspace().directory());
    filesOfTheGate = stack.compose().command("printenv", "COMPOSE_FILE").orThrow().stdout().strip();
  }

  /** Takes the directory of a stack, which is deployed and well first. */
  public static Checkout of(Stack stack) {
    stack.ensureReleasedAndWell();
    return new Checkout(stack);
  }

  /**
   * Lets Compose find its files by itself. Otherwise it acts on those that the gate names, whose
   * networks have IPv6, and on what is laid over them.
   */
  public Checkout withoutComposeFile() {
    findsFiles = true;
    return this;
  }

  /** Lays a file over {@code compose.yml}, under the name that Compose finds by itself. */
  public Checkout overlay(String yaml) {
    return write(OVERRIDE, yaml);
  }

  /** Writes a file of the directory. */
  public Checkout write(String name, String text) {
    directory.write(name, text);
    return this;
  }

  /** Replaces a text of a file, which must be in it. */
  public Checkout replace(String name, String text, String replacement) {
    String before = read(name);
    assertThat(before).as("text of %s", name).contains(text);
    return write(name, before.replace(text, replacement));
  }

  /** Returns the text of a file of the directory. */
  public String read(String name) {
    return directory.read(name);
  }

  /** Removes a file of the directory. */
  public Checkout remove(String name) {
    directory.remove(name);
    return this;
  }

  /** Gives a file of the directory another name. */
  public Checkout rename(String from, String to) {
    return write(to, read(from)).remove(from);
  }

  /** Makes a link that leads nowhere, as editors do. */
  public Checkout danglingLink(String name) {
    directory.link(name, Path.of("user@machine.1234:5678"));
    return this;
  }

  /** Has something undone when this is closed. */
  public Checkout undoneBy(Runnable action) {
    directory.undoneBy(action);
    return this;
  }

  /** Runs {@code build.sh} as a user does. */
  public PipelineRun run(String... options) {
    return run(Map.of(), options);
  }

  /** Runs {@code build.sh} with these variables in the environment. */
  public PipelineRun run(Map<String, String> variables, String... options) {
    return runBy(List.of(), variables, options);
  }

  /** Runs {@code build.sh} by another command, which gets it as its last arguments. */
  public PipelineRun runBy(List<String> command, Map<String, String> variables, String... options) {
    Map<String, String> all = new HashMap<>(files());
    all.putAll(variables);
    PipelineRun run = stack.releases().paste(UserShell.line(command, all, options));
    boolean asBefore = run.succeeded() && directory.isUnchanged() && options.length == 0;
    touched |= !asBefore && !UNTOUCHED.contains(run.exitCode());
    return run;
  }

  private Map<String, String> files() {
    if (findsFiles) {
      return Map.of();
    }
    boolean laidOver = Files.exists(stack.workspace().directory().resolve(OVERRIDE));
    return Map.of("COMPOSE_FILE", filesOfTheGate + (laidOver ? ":" + OVERRIDE : ""));
  }

  /** Runs Docker's Compose as a user does. */
  public CommandResult compose(String... words) {
    return stack.compose().command(UserShell.words(files(), "docker", "compose", words));
  }

  /** Removes what the changed files brought along, and deploys the files as they were. */
  @Override
  public void close() {
    if (touched) {
      compose("down", "--remove-orphans", "--timeout", "3");
    }
    directory.putBack();
    Application.of(stack).restore();
    if (touched) {
      stack.compose().down();
      removeNetworks();
      stack.releases().deploy();
    }
  }

  private void removeNetworks() {
    String label = "label=com.docker.compose.project=" + stack.compose().name();
    DockerCommand.docker("network", "prune", "-f", "--filter", label).run().orThrow();
  }
}
