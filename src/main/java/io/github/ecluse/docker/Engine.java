package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecInContainerPattern;
import org.testcontainers.utility.ResourceReaper;

/** The Docker engine of this machine, read through Testcontainers' client. */
public final class Engine {
  /** Checked once: each check takes a process and requests to the engine. */
  private static Engine local;

  private final DockerClient client;
  private final Images images;

  private Engine(DockerClient client) {
    this.client = client;
    images = new Images(client);
  }

  /**
   * {@return the engine that answers on this machine}
   *
   * @throws EngineMissingException if none does, if it is on another machine, or if it or a setting
   *     of this user is such that nothing can be proven with it
   */
  public static synchronized Engine local() {
    if (local == null) {
      EngineAddress address = EngineAddress.ofThisUser();
      address.check();
      CredentialHelpers.check(System.getenv());
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        throw new EngineMissingException(
            "No Docker engine answers on this machine",
            "mvn verify -Pprovision   (or start it: systemctl start docker)");
      }
      address.checkSameAs(
          DockerClientFactory.instance().getTransportConfig().getDockerHost().toString());
      Engine found = new Engine(DockerClientFactory.lazyClient());
      found.check(System.getenv());
      local = found;
    }
    return local;
  }

  private void check(Map<String, String> environment) {
    Info info = client.infoCmd().exec();
    EngineRefusals.checkSecurity(
        Objects.requireNonNullElse(info.getSecurityOptions(), List.<String>of()));
    EngineRefusals.checkPlatform(
        environment.getOrDefault("DOCKER_DEFAULT_PLATFORM", ""),
        info.getOsType() + "/" + info.getArchitecture());
  }

  /** {@return Testcontainers' client, for calls that this class does not offer} */
  public DockerClient client() {
    return client;
  }

  /** {@return the names of its socket on this machine; who reaches it is root} */
  public Set<Path> sockets() {
    return EngineAddress.sockets(
        List.of(DockerClientFactory.instance().getTransportConfig().getDockerHost().toString()));
  }

  /**
   * {@return the names of the sockets of all engines of this machine that the user's Docker client
   * knows: by its contexts, or by {@code DOCKER_HOST}}
   */
  public static Set<Path> socketsOfThisUser() {
    return EngineAddress.sockets(EngineAddress.knownToThisUser());
  }

  /** {@return the engine's version} */
  public String version() {
    return client.versionCmd().exec().getVersion();
  }

  /** {@return the engine, its image store and Compose, for a report} */
  public String description() {
    return "Engine %s, image store %s, Compose %s"
        .formatted(version(), images.store(), composeVersion());
  }

  /** {@return the version of the Docker Compose of this user} */
  public String composeVersion() {
    return DockerCommand.docker("compose", "version", "--short").run().orThrow().stdout().strip();
  }

  /** {@return the images that it holds} */
  public Images images() {
    return images;
  }

  /** {@return the images that it pulls from now on; to be closed} */
  public Pulls watchPulls() {
    return new Pulls(client);
  }

  /** {@return its networks} */
  public Networks networks() {
    return new Networks(client);
  }

  /**
   * {@return the containers, networks and volumes of a Compose project}
   *
   * @param name the name of the Compose project
   */
  public ProjectResources project(String name) {
    return new ProjectResources(name, client, images);
  }

  /**
   * Has Testcontainers' Ryuk remove all that has these labels when the JVM ends, also if it is
   * killed. Ryuk and Testcontainers' client wait for each other for ever if one thread asks for the
   * first and another thread for the second: an engine of this class already has both.
   *
   * @param labels all of them
   */
  public void removeAtTheEnd(Map<String, String> labels) {
    ResourceReaper.instance().registerLabelsFilterForCleanup(labels);
  }

  /**
   * {@return the images whose names a run may take, until they have them back}
   *
   * @param run the name of the run
   * @param repositories those of which the run may take all names, each with its registry's address
   * @param names the other names that it may take, each with its tag
   */
  public HeldImages hold(String run, List<String> repositories, Set<String> names) {
    return new HeldImages(client, images, run, repositories, names);
  }

  /** {@return an object that removes its images and volumes} */
  public Removal removal() {
    return new Removal(client, images);
  }

  /**
   * {@return the container with this id or name, as it is now; empty if there is none}
   *
   * @param id the id or name of a container
   */
  public Optional<ServiceContainer> inspect(String id) {
    return Inspection.find(id, client, images);
  }

  /**
   * Runs a command in a container, as its user.
   *
   * @param containerId the id or name of a running container
   * @param words the program and its arguments
   * @return its result, whatever it is
   */
  public CommandResult exec(String containerId, String... words) {
    long started = System.nanoTime();
    try {
      ExecResult result =
          ExecInContainerPattern.execInContainer(
              client, client.inspectContainerCmd(containerId).exec(), words);
      return new CommandResult(
          List.of(words),
          result.getExitCode(),
          result.getStdout(),
          result.getStderr(),
          Duration.ofNanos(System.nanoTime() - started));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a command ran in a container", e);
    }
  }
}
