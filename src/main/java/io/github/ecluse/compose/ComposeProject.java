package io.github.ecluse.compose;

import io.github.ecluse.CleanUp;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.HeldImages;
import io.github.ecluse.docker.ProjectResources;
import io.github.ecluse.docker.Pulls;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.workspace.StackImages;
import io.github.ecluse.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.testcontainers.lifecycle.Startable;

/**
 * The Compose project of a workspace, under a name of its own. If the JVM is killed,
 * Testcontainers' reaper removes it (ADR 0040).
 */
public final class ComposeProject implements Startable {
  private final Engine engine;
  private final Workspace workspace;
  private final ProjectResources resources;
  private final List<Runnable> beforeDown = new ArrayList<>();
  private final Set<String> volumes = new HashSet<>();
  private HeldImages held;
  private Pulls pulls;

  /**
   * Creates the project of a workspace without starting it.
   *
   * @param workspace the copy of the stack
   * @param engine the engine on which it runs
   */
  public ComposeProject(Workspace workspace, Engine engine) {
    this.engine = engine;
    this.workspace = workspace;
    resources = engine.project(workspace.project());
  }

  /**
   * Starts the registry and the database, which the pipeline needs.
   *
   * @throws ComposeException with Compose's words if it does not start them; nothing is left then
   */
  @Override
  public void start() {
    workspace.register(name());
    StackImages images = workspace.images();
    held = engine.hold(name(), images.ownRepositories(), images.built());
    try {
      startTheFirst();
    } catch (RuntimeException e) {
      throw CleanUp.after(e, held::giveBack);
    }
  }

  private void startTheFirst() {
    pulls = engine.watchPulls();
    List<String> first = beforeThePipeline();
    CommandResult up =
        command(
            Stream.concat(Stream.of("docker", "compose", "up", "-d"), first.stream())
                .toArray(String[]::new));
    if (!up.succeeded()) {
      pulls.close();
      command("docker", "compose", "down", "--volumes");
      throw new ComposeException("start " + String.join(" and ", first), up);
    }
  }

  private List<String> beforeThePipeline() {
    return workspace.promise().services().stream()
        .filter(name -> !name.equals(workspace.promise().application()))
        .toList();
  }

  /** {@return the images that the engine has pulled since the project was started} */
  public Pulls pulls() {
    return pulls;
  }

  /** {@return the name of the project} */
  public String name() {
    return workspace.project();
  }

  /** {@return the containers of its services} */
  public Services services() {
    return new Services(resources, workspace.promise().services());
  }

  /**
   * {@return the full name of one of its networks; if there is none, the one that it would have}
   *
   * @param network the name in the Compose file
   */
  public String network(String network) {
    return resources.network(network).orElse(name() + "_" + network);
  }

  /**
   * Runs a command in the stack's directory, acting on this project.
   *
   * @param words the program and its arguments
   * @return its result, whatever it is
   */
  public CommandResult command(String... words) {
    return workspace.command(name(), words);
  }

  /**
   * Adds an action that runs before each {@link #down} and before each run of the pipeline.
   *
   * @param action runs once, just before the project is removed
   */
  public void beforeDown(Runnable action) {
    beforeDown.add(action);
  }

  /**
   * Prepares the removal of containers. {@code down} leaves volumes without a name or label behind,
   * so they are noted while a container still uses them.
   */
  public void prepareForDown() {
    beforeDown.forEach(Runnable::run);
    volumes.addAll(resources.volumes());
  }

  /** Stops and removes the containers of all services, by the document's command. */
  public void down() {
    prepareForDown();
    command("docker", "compose", "down").orThrow();
  }

  /**
   * Creates and starts services and waits until they are healthy.
   *
   * @param services names of services in the Compose files; none means all
   */
  public void up(String... services) {
    command(
            Stream.concat(Stream.of("docker", "compose", "up", "-d"), Stream.of(services))
                .toArray(String[]::new))
        .orThrow();
    services().awaitWell(services.length == 0 ? workspace.promise().services() : List.of(services));
  }

  /** Starts the services that a failed test may have left stopped or paused. */
  public void repair() {
    beforeDown.forEach(Runnable::run);
    command("docker", "compose", "unpause");
    command("docker", "compose", "up", "-d");
  }

  /**
   * Removes all of the project: containers, networks, volumes, and the images that were built.
   *
   * @throws ComposeException if something is left after all
   */
  @Override
  public void stop() {
    try {
      removeAll();
    } catch (RuntimeException e) {
      throw CleanUp.after(e, held::giveBack);
    }
    held.giveBack();
  }

  private void removeAll() {
    pulls.close();
    prepareForDown();
    // All of this is thrown away: what a rolling release laid over the stack too, and without a
    // wait for a service that does not stop when asked.
    CommandResult down =
        command("docker", "compose", "down", "--remove-orphans", "--volumes", "--timeout", "1");
    volumes.forEach(engine.removal()::volume);
    // Those that only a service of an inactive profile has stay after down.
    resources.networks().forEach(engine.removal()::network);
    engine.removal().images(workspace.imageLabel());
    // Compose marks what it builds by itself.
    engine.removal().images("com.docker.compose.project=" + name());
    List<String> left = resources.leftovers();
    if (!left.isEmpty()) {
      throw new ComposeException(
          "remove the stack " + name() + " (still there: " + left + ")", down);
    }
  }
}
