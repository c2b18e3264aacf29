package io.github.ecluse.stack;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.utility.ResourceReaper;

/**
 * The gate's own copy of a stack, with settings of its own, before and without anything that runs.
 * Whatever is made from it is registered for removal, should the JVM be killed.
 */
public final class StackCopy {
  private final Settings settings;
  private final StackDirectory directory;
  private final Composition composition;

  /** Deletes the copies of runs whose JVM was killed; its containers are gone by themselves. */
  private static void deleteAbandoned(Path copies) {
    File[] found = copies.toFile().listFiles((folder, name) -> name.matches("\\d{1,18}-\\d+"));
    for (File copy : found == null ? new File[0] : found) {
      long pid = Long.parseLong(copy.getName().split("-", 2)[0]);
      if (ProcessHandle.of(pid).isEmpty()) {
        new StackDirectory(copy.toPath()).delete();
      }
    }
  }

  private StackCopy(Settings settings, StackDirectory directory, Composition composition) {
    this.settings = settings;
    this.directory = directory;
    this.composition = composition;
  }

  /**
   * Copies a stack.
   *
   * @throws StackRefusedException if it does not keep the contract
   */
  public static StackCopy of(StackDirectory origin) {
    Settings settings = Settings.forStack();
    Contract contract = new Contract(origin, settings);
    Composition composition = contract.check();
    ResourceReaper.instance().registerLabelsFilterForCleanup(settings.labels());
    deleteAbandoned(settings.directory().getParent());
    StackCopy copy = new StackCopy(settings, origin.copyTo(settings.directory()), composition);
    try {
      contract.checkCopy(copy.directory(), composition);
    } catch (StackRefusedException e) {
      copy.delete();
      throw e;
    }
    Ipv6Networks.giveTo(copy.directory, copy.environment(settings.name()));
    return copy;
  }

  /** Has whatever belongs to a Compose project removed, should the JVM be killed. */
  public void register(String project) {
    ResourceReaper.instance()
        .registerLabelsFilterForCleanup(Map.of("com.docker.compose.project", project));
  }

  /** The directory of the copy. */
  public Path directory() {
    return directory.path();
  }

  /** The names of the images that its services run. */
  Set<String> images() {
    return composition.images();
  }

  /** The arguments with which Compose builds the application, by name. */
  Map<String, String> buildArguments() {
    return composition.buildArguments();
  }

  /**
   * Returns services of it for Testcontainers to start, which reads the Compose files by itself.
   *
   * @throws StackRefusedException if it does not know what Compose knows
   */
  ComposeContainer container(String... services) {
    try {
      return new ComposeContainer("ecluse", composeFiles())
          .withServices(services)
          .withEnv(environment())
          .withEnv("COMPOSE_PATH_SEPARATOR", File.pathSeparator);
    } catch (IllegalArgumentException | IllegalStateException e) {
      delete();
      throw new StackRefusedException(
          directory(),
          "Testcontainers can't read its Compose files: " + e.getMessage(),
          "write them without container_name and without tags such as !reset");
    }
  }

  /** The files that Compose acts on. */
  public List<File> composeFiles() {
    return files().stream().map(name -> directory().resolve(name).toFile()).toList();
  }

  /** The variables that let Compose and {@code build.sh} act on this copy's ports and names. */
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(settings.environment());
    variables.put("PWD", directory().toString());
    variables.put("COMPOSE_FILE", String.join(File.pathSeparator, files()));
    variables.put("COMPOSE_PATH_SEPARATOR", File.pathSeparator);
    return variables;
  }

  private List<String> files() {
    return Ipv6Networks.laidOver(composition.files().names(), directory());
  }

  /** The same, for one Compose project. */
  public Map<String, String> environment(String project) {
    Map<String, String> variables = new HashMap<>(environment());
    variables.put("COMPOSE_PROJECT_NAME", project);
    return variables;
  }

  /** Runs a command in the directory, acting on a Compose project. */
  public CommandResult command(String project, String... words) {
    return Command.of(words).in(directory()).with(environment(project)).run();
  }

  /** The repository of the application's image, with the registry's address. */
  public String repository() {
    return settings.repository();
  }

  /** The label, key=value, of the images that are built from this copy. */
  public String imageLabel() {
    return settings.imageLabel();
  }

  /** The registry's port on 127.0.0.1. */
  public int registryPort() {
    return settings.registryPort();
  }

  /** The application's port on 127.0.0.1. */
  public int appPort() {
    return settings.appPort();
  }

  /** Deletes the directory. */
  public void delete() {
    directory.delete();
  }
}
