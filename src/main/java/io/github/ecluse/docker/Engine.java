package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import com.github.dockerjava.api.model.Info;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecInContainerPattern;

/** The Docker engine of this machine, through Testcontainers' client. */
public final class Engine {
  private static final String PROJECT_LABEL = "com.docker.compose.project";
  private static final String NETWORK_LABEL = "com.docker.compose.network";
  private static final String ONE_OFF_LABEL = "com.docker.compose.oneoff";
  private static final String DIRECTORY_LABEL = "com.docker.compose.project.working_dir";
  private static final String COMPOSE_VERSION_LABEL = "com.docker.compose.version";
  private static final String STAND_IN_LABEL = "io.github.ecluse.stand-in";

  private static final String CONTAINERD = "containerd";
  private static final String[] NO_NAMES = {};

  /** Looked at once: each look takes a process and questions to the engine. */
  private static Engine local;

  private final DockerClient client;

  private Engine(DockerClient client) {
    this.client = client;
  }

  /**
   * The engine that answers on this machine.
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

  /** The client itself, for what has no method here. */
  public DockerClient client() {
    return client;
  }

  /** The engine's version. */
  public String version() {
    return client.versionCmd().exec().getVersion();
  }

  /** Returns the engine's image store: {@code containerd}, or the name of a storage driver. */
  public String imageStore() {
    Info info = client.infoCmd().exec();
    boolean containerd =
        info.getDriverStatuses() != null
            && info.getDriverStatuses().stream()
                .anyMatch(pair -> pair.contains("io.containerd.snapshotter.v1"));
    return containerd ? CONTAINERD : Objects.requireNonNullElse(info.getDriver(), "unknown");
  }

  /** Returns the engine, its image store and Compose, for a report. */
  public String description() {
    return "Engine %s, image store %s, Compose %s"
        .formatted(version(), imageStore(), composeVersion());
  }

  /** The version of Docker Compose, which acts on it. */
  public String composeVersion() {
    return Command.docker("compose", "version", "--short").run().orThrow().stdout().strip();
  }

  /** The version of Docker Compose that made the containers of a project. */
  public String composeVersion(String project) {
    return listed(Map.of(PROJECT_LABEL, project))
        .map(container -> container.getLabels().get(COMPOSE_VERSION_LABEL))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("unknown");
  }

  /**
   * All containers of a Compose project, running or not, oldest first; not those of {@code docker
   * compose run}.
   */
  public List<ServiceContainer> containers(String project) {
    return listed(Map.of(PROJECT_LABEL, project, ONE_OFF_LABEL, "False"))
        .map(container -> inspect(container.getId()))
        .flatMap(Optional::stream)
        .sorted(java.util.Comparator.comparing(ServiceContainer::createdAt))
        .toList();
  }

  /** The container with this id or name, if there is one. */
  public Optional<ServiceContainer> inspect(String id) {
    try {
      return Optional.of(Inspection.of(client.inspectContainerCmd(id).exec()));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** The volumes that the containers of a Compose project use, also those without a name. */
  public Set<String> volumes(String project) {
    return listed(Map.of(PROJECT_LABEL, project))
        .flatMap(container -> container.getMounts().stream())
        .map(ContainerMount::getName)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Removes a volume; one that is not there is no failure. */
  public void removeVolume(String name) {
    try {
      client.removeVolumeCmd(name).exec();
    } catch (NotFoundException e) {
      // Gone is what was asked for.
    }
  }

  /** The name of the Compose project that was started from a directory, if there is one. */
  public Optional<String> projectStartedFrom(String directory) {
    return listed(Map.of(DIRECTORY_LABEL, directory))
        .map(container -> container.getLabels().get(PROJECT_LABEL))
        .findFirst();
  }

  /** The full name of a network of a Compose project, which may be given in the file. */
  public Optional<String> network(String project, String name) {
    List<String> labels = List.of(PROJECT_LABEL + "=" + project, NETWORK_LABEL + "=" + name);
    return client.listNetworksCmd().withFilter("label", labels).exec().stream()
        .map(network -> network.getName())
        .findFirst();
  }

  /** The addresses that the host has in a network; none where the network leads nowhere. */
  public List<String> gateways(String network) {
    return client.inspectNetworkCmd().withNetworkId(network).exec().getIpam().getConfig().stream()
        .map(subnet -> subnet.getGateway())
        .filter(Objects::nonNull)
        .toList();
  }

  /** The ranges of addresses that networks have, by the network's name. */
  public Map<String, List<String>> subnets() {
    return client.listNetworksCmd().exec().stream()
        .filter(network -> network.getIpam() != null && network.getIpam().getConfig() != null)
        .collect(
            Collectors.toMap(
                network -> network.getName(),
                network ->
                    network.getIpam().getConfig().stream()
                        .map(range -> range.getSubnet())
                        .filter(Objects::nonNull)
                        .toList(),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
  }

  /**
   * The image with this id or name, if the engine holds it. None has a variable in its name, over
   * which Docker's client for Java would stumble.
   */
  public Optional<InspectImageResponse> image(String reference) {
    if (reference.contains("$")) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.inspectImageCmd(reference).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the digests under which a repository's registry knows an image. Where Docker tells
   * none, the image's id is the digest on the containerd image store: there, a build that takes the
   * name of an image makes it nameless, or deletes it, while a container runs it.
   *
   * @param imageReference a name or an id
   */
  public Set<Digest> digests(String imageReference, String repository) {
    Set<Digest> told =
        image(imageReference).map(InspectImageResponse::getRepoDigests).stream()
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .filter(name -> name.startsWith(repository + "@"))
            .map(name -> new Digest(name.substring(repository.length() + 1)))
            .collect(Collectors.toSet());
    boolean isDigest = Digest.isOne(imageReference) && imageStore().equals(CONTAINERD);
    return told.isEmpty() && isDigest ? Set.of(new Digest(imageReference)) : told;
  }

  /**
   * How many layers an image has of a base image: of the one that gives it most.
   *
   * @param bases names of images; one that the engine does not hold is no base
   */
  public int layersOfBase(List<String> bases, String image) {
    return bases.stream().mapToInt(base -> sharedLayers(base, image)).max().orElse(0);
  }

  /** How many layers two images have in common, from the lowest on. */
  private int sharedLayers(String base, String image) {
    List<String> lower = diffIds(base);
    List<String> all = diffIds(image);
    return lower.isEmpty()
            || lower.size() > all.size()
            || !all.subList(0, lower.size()).equals(lower)
        ? 0
        : lower.size();
  }

  private List<String> diffIds(String image) {
    return image(image)
        .map(InspectImageResponse::getRootFS)
        .map(fileSystem -> fileSystem.getLayers())
        .orElse(List.of());
  }

  /** The names, with tags, of the images of a repository. */
  public List<String> names(String repository) {
    return client.listImagesCmd().withFilter("reference", List.of(repository)).exec().stream()
        .flatMap(image -> Stream.of(Objects.requireNonNullElse(image.getRepoTags(), NO_NAMES)))
        .filter(name -> !name.contains("<none>"))
        .toList();
  }

  /** Where an image came from: {@code real}, {@code stand-in}, or {@code missing}. */
  public String originOf(String imageName) {
    return image(imageName)
        .map(image -> image.getConfig())
        .map(config -> Objects.requireNonNullElse(config.getLabels(), Map.of()))
        .map(labels -> labels.containsKey(STAND_IN_LABEL) ? "stand-in" : "real")
        .orElse("missing");
  }

  /** Removes an image by name or id, tags and all; one that is not there is no failure. */
  public void removeImage(String reference) {
    try {
      client.removeImageCmd(reference).withForce(true).exec();
    } catch (NotFoundException e) {
      // Gone is what was asked for.
    }
  }

  /** Removes every name of a repository, and every image that carries a label. */
  public void removeImages(String label, String repository) {
    names(repository).forEach(this::removeImage);
    client
        .listImagesCmd()
        .withLabelFilter(label)
        .exec()
        .forEach(image -> removeImage(image.getId()));
  }

  /** The names of all that a Compose project has left: containers, networks and volumes. */
  public List<String> leftovers(String project) {
    String label = PROJECT_LABEL + "=" + project;
    Stream<String> containers =
        listed(Map.of(PROJECT_LABEL, project)).map(c -> "container " + c.getNames()[0]);
    Stream<String> networks =
        client.listNetworksCmd().withFilter("label", List.of(label)).exec().stream()
            .map(network -> "network " + network.getName());
    Stream<String> volumes =
        client.listVolumesCmd().withFilter("label", List.of(label)).exec().getVolumes().stream()
            .map(volume -> "volume " + volume.getName());
    return Stream.of(containers, networks, volumes).flatMap(all -> all).toList();
  }

  /** Returns the names of the images that the engine has pulled since then. */
  public List<String> pulledSince(Instant time) {
    return Command.docker(
            "events",
            "--since",
            stamp(time),
            "--until",
            stamp(Instant.now()),
            "--filter",
            "event=pull",
            "--format",
            "{{.Actor.ID}}")
        .run()
        .orThrow()
        .stdout()
        .lines()
        .toList();
  }

  /** Returns it as the engine takes it: seconds and nanoseconds since 1970. */
  private static String stamp(Instant time) {
    return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
  }

  /** Runs a command in a container, as its user. */
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

  private Stream<Container> listed(Map<String, String> labels) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream();
  }
}
