package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an engine holds of one Compose project: containers, networks and volumes. */
public final class ProjectResources {
  private static final String PROJECT_LABEL = "com.docker.compose.project";
  private static final String NETWORK_LABEL = "com.docker.compose.network";
  private static final String ONE_OFF_LABEL = "com.docker.compose.oneoff";
  private static final String COMPOSE_VERSION_LABEL = "com.docker.compose.version";

  /** The engine chooses a name for them. */
  private static final Pattern WITHOUT_A_NAME = Pattern.compile("[0-9a-f]{64}");

  private final String name;
  private final DockerClient client;
  private final Images images;

  ProjectResources(String name, DockerClient client, Images images) {
    this.name = name;
    this.client = client;
    this.images = images;
  }

  /**
   * {@return the containers of the project's services, running or not, oldest first} One-off
   * containers of {@code docker compose run} are not among them.
   */
  public List<ServiceContainer> containers() {
    return listed(Map.of(PROJECT_LABEL, name, ONE_OFF_LABEL, "False"))
        .map(container -> Inspection.find(container.getId(), client, images))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(ServiceContainer::createdAt))
        .toList();
  }

  /**
   * {@return the volumes of the project that its containers use, also those without a name} One of
   * another project, which a service names as it is, is not among them.
   */
  public Set<String> volumes() {
    return own(
        listed(Map.of(PROJECT_LABEL, name))
            .flatMap(container -> container.getMounts().stream())
            .map(ContainerMount::getName)
            .filter(Objects::nonNull),
        labelledVolumes().collect(Collectors.toSet()));
  }

  /** Those without a name have no label of Compose. */
  static Set<String> own(Stream<String> used, Set<String> labelled) {
    return used.filter(
            volume -> labelled.contains(volume) || WITHOUT_A_NAME.matcher(volume).matches())
        .collect(Collectors.toSet());
  }

  private Stream<String> labelledVolumes() {
    return client
        .listVolumesCmd()
        .withFilter("label", List.of(PROJECT_LABEL + "=" + name))
        .exec()
        .getVolumes()
        .stream()
        .map(volume -> volume.getName());
  }

  /** {@return the full names of its networks} */
  public List<String> networks() {
    return labelledNetworks(PROJECT_LABEL + "=" + name).toList();
  }

  /**
   * {@return the full name of one of its networks; empty if there is no such network}
   *
   * @param network the name in the Compose file
   */
  public Optional<String> network(String network) {
    return labelledNetworks(PROJECT_LABEL + "=" + name, NETWORK_LABEL + "=" + network).findFirst();
  }

  private Stream<String> labelledNetworks(String... labels) {
    return client.listNetworksCmd().withFilter("label", List.of(labels)).exec().stream()
        .map(found -> found.getName());
  }

  /** {@return the version of the Docker Compose that made its containers} */
  public String composeVersion() {
    return listed(Map.of(PROJECT_LABEL, name))
        .map(container -> container.getLabels().get(COMPOSE_VERSION_LABEL))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("unknown");
  }

  /** {@return the names of all containers, networks and volumes that carry its label} */
  public List<String> leftovers() {
    Stream<String> containers =
        listed(Map.of(PROJECT_LABEL, name)).map(one -> "container " + one.getNames()[0]);
    Stream<String> networks = networks().stream().map(network -> "network " + network);
    Stream<String> volumes = labelledVolumes().map(volume -> "volume " + volume);
    return Stream.of(containers, networks, volumes).flatMap(all -> all).toList();
  }

  private Stream<Container> listed(Map<String, String> labels) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream();
  }
}
