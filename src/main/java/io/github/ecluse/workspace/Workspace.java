package io.github.ecluse.workspace;

import io.github.ecluse.CleanUp;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.promise.Promise;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gate's own copy of a stack, with settings of its own, before and without anything that runs.
 * Whatever is made from it is registered for removal, should the JVM be killed.
 */
public final class Workspace implements AutoCloseable {
  private final StackDirectory origin;
  private final Promise promise;
  private final Settings settings;
  private final StackDirectory directory;
  private final Composition composition;
  private final Sources sources;
  private final Revision revision;

  private Workspace(
      StackDirectory origin, Settings settings, StackDirectory directory, Composition composition) {
    this.origin = origin;
    promise = origin.promise();
    this.settings = settings;
    this.directory = directory;
    this.composition = composition;
    sources = new Sources(directory.path());
    revision = new Revision(promise, composition, sources, settings.run());
  }

  /**
   * Copies a stack.
   *
   * @param origin the stack's directory
   * @return the copy
   * @throws StackRefusedException if it does not keep the contract
   * @throws io.github.ecluse.promise.PromiseException if there is a mistake in {@code ecluse.yml}
   */
  public static Workspace of(StackDirectory origin) {
    Settings settings = Settings.withFreePorts();
    Contract contract = new Contract(origin, settings);
    Composition composition = contract.check();
    Engine.local().removeAtTheEnd(settings.labels());
    AbandonedCopies.deleteIn(settings.directory().getParent(), composition.images())
        .forEach(left -> System.out.println("[ecluse] " + left));
    StackDirectory directory = origin.copyTo(settings.directory(), composition.changed(origin));
    try {
      QuietServices.giveTo(directory.path(), contract.checkCopy(directory.path(), composition));
      Workspace copy = new Workspace(origin, settings, directory, composition);
      Ipv6Networks.giveTo(copy.directory, copy.environment(copy.project()));
      return copy;
    } catch (RuntimeException e) {
      throw CleanUp.after(e, () -> directory.delete(composition.images()));
    }
  }

  /**
   * Has whatever belongs to a Compose project removed, should the JVM be killed.
   *
   * @param project the name of the Compose project
   */
  public void register(String project) {
    Engine.local().removeAtTheEnd(Map.of("com.docker.compose.project", project));
  }

  /** {@return what the stack promises} */
  public Promise promise() {
    return promise;
  }

  /** {@return the directory that was copied} */
  public Path origin() {
    return origin.path();
  }

  /** {@return the directory of the copy} */
  public Path directory() {
    return directory.path();
  }

  /** {@return the name of the Compose project that the copy is for} */
  public String project() {
    return settings.name();
  }

  /** {@return the sources of the application, which a test may change} */
  public Sources sources() {
    return sources;
  }

  /** {@return what makes the next release a new or a broken one} */
  public Revision revision() {
    return revision;
  }

  /** {@return the images of the stack} */
  public StackImages images() {
    return new StackImages(composition, sources, directory());
  }

  /**
   * {@return the networks of a service, by names of the Compose files}
   *
   * @param service the name in the Compose files
   */
  public List<String> networks(String service) {
    return composition.networks().getOrDefault(service, List.of());
  }

  private List<String> files() {
    return Overlays.laidOver(composition.files().names(), directory());
  }

  /** {@return the variables that let all commands act on this copy's ports and names} */
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(settings.environment());
    variables.putAll(revision.environment());
    variables.put("PWD", directory().toString());
    variables.put("COMPOSE_FILE", String.join(File.pathSeparator, files()));
    variables.put("COMPOSE_PATH_SEPARATOR", File.pathSeparator);
    return variables;
  }

  /**
   * {@return the same variables for a Compose project}
   *
   * @param project the name of the Compose project
   */
  public Map<String, String> environment(String project) {
    Map<String, String> variables = new HashMap<>(environment());
    variables.put("COMPOSE_PROJECT_NAME", project);
    return variables;
  }

  /**
   * Runs a command in the directory, acting on a Compose project.
   *
   * @param project the name of the Compose project
   * @param words the program and its arguments
   * @return its result, whatever it is
   */
  public CommandResult command(String project, String... words) {
    return DockerCommand.of(List.of(words)).in(directory()).with(environment(project)).run();
  }

  /** {@return the repository of the application's image, with the registry's address} */
  public String repository() {
    return composition.image().address();
  }

  /** {@return the same repository by the name that it has in the registry} */
  public String repositoryName() {
    return composition.image().repository();
  }

  /** {@return the name of the image that is deployed, with address and tag} */
  public String image() {
    return repository() + ":" + tag();
  }

  /** {@return the tag that is deployed} */
  public String tag() {
    return composition.image().tag();
  }

  /** {@return the label, key=value, of the images that are built from this copy} */
  public String imageLabel() {
    return settings.imageLabel();
  }

  /** {@return the registry's port on 127.0.0.1} */
  public int registryPort() {
    return composition.ports().registry().orElseThrow();
  }

  /** {@return whether another service than the application publishes its pages} */
  public boolean isBehindProxy() {
    return composition.ports().isBehindProxy();
  }

  /** {@return the application's port on 127.0.0.1; one that nothing has if it publishes none} */
  public int appPort() {
    return composition.ports().application().orElse(settings.appPort());
  }

  /** Deletes the directory. */
  @Override
  public void close() {
    directory.delete(composition.images());
  }
}
