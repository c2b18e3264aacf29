package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.Mount;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Ports;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a {@link ServiceContainer} of the engine's answer to an inspection. */
final class Inspection {
  private Inspection() {}

  /** Inspects the container with an id or name; empty if there is none. */
  static Optional<ServiceContainer> find(String id, DockerClient client, Images images) {
    try {
      return Optional.of(of(client.inspectContainerCmd(id).exec(), images));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  static ServiceContainer of(InspectContainerResponse container, Images images) {
    InspectContainerResponse.ContainerState state = container.getState();
    Map<String, String> labels =
        Objects.requireNonNullElse(container.getConfig().getLabels(), Map.of());
    return new ServiceContainer(
        container.getId(),
        container.getName().replaceFirst("^/", ""),
        labels.getOrDefault("com.docker.compose.service", ""),
        container.getImageId(),
        Instant.parse(container.getCreated()),
        Objects.requireNonNullElse(state.getStatus(), "unknown"),
        Optional.ofNullable(state.getHealth()).map(HealthState::getStatus).orElse("none"),
        Objects.requireNonNullElse(container.getRestartCount(), 0),
        Objects.requireNonNullElse(state.getPidLong(), 0L),
        Objects.requireNonNullElse(state.getExitCodeLong(), 0L),
        Instant.parse(state.getFinishedAt()),
        Objects.requireNonNullElse(container.getConfig().getHostName(), ""),
        healthLimit(container.getConfig().getHealthcheck()),
        stopSignal(container),
        mounts(container),
        addresses(container, ContainerNetwork::getIpAddress),
        addresses(container, ContainerNetwork::getGlobalIPv6Address),
        environment(container),
        published(container),
        exposed(container),
        images);
  }

  /** One check may be running; after that, as many must fail in a row as there are retries. */
  private static Duration healthLimit(HealthCheck check) {
    if (check == null) {
      return Duration.ZERO;
    }
    Duration once = orElse(check.getInterval(), 30).plus(orElse(check.getTimeout(), 30));
    return once.multipliedBy(1 + orDefault(check.getRetries(), 3));
  }

  /**
   * The one of the image or of Compose, else the engine's default. Docker's client has no getter.
   */
  private static String stopSignal(InspectContainerResponse container) {
    return container.getRawValues().get("Config") instanceof Map<?, ?> config
            && config.get("StopSignal") instanceof String signal
            && !signal.isEmpty()
        ? signal
        : "SIGTERM";
  }

  /** The engine's defaults (docs.docker.com, HEALTHCHECK). */
  private static Duration orElse(Long nanos, int seconds) {
    return nanos == null || nanos == 0 ? Duration.ofSeconds(seconds) : Duration.ofNanos(nanos);
  }

  private static int orDefault(Integer retries, int otherwise) {
    return retries == null || retries == 0 ? otherwise : retries;
  }

  private static List<String> mounts(InspectContainerResponse container) {
    return Objects.requireNonNullElse(container.getMounts(), List.<Mount>of()).stream()
        .filter(mount -> mount.getName() == null)
        .map(Mount::getSource)
        .toList();
  }

  private static Map<String, String> addresses(
      InspectContainerResponse container, Function<ContainerNetwork, String> address) {
    Map<String, ContainerNetwork> networks = container.getNetworkSettings().getNetworks();
    return networks.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                network -> Objects.requireNonNullElse(address.apply(network.getValue()), "")));
  }

  private static Map<String, String> environment(InspectContainerResponse container) {
    return Stream.of(Objects.requireNonNullElse(container.getConfig().getEnv(), new String[0]))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
  }

  private static Set<Integer> exposed(InspectContainerResponse container) {
    return Stream.of(
            Objects.requireNonNullElse(container.getConfig().getExposedPorts(), new ExposedPort[0]))
        .filter(port -> port.getProtocol() == InternetProtocol.TCP)
        .map(ExposedPort::getPort)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<PublishedPort> published(InspectContainerResponse container) {
    return container.getNetworkSettings().getPorts().getBindings().entrySet().stream()
        .filter(entry -> entry.getKey().getProtocol() == InternetProtocol.TCP)
        .filter(entry -> entry.getValue() != null)
        .flatMap(
            entry ->
                Arrays.stream(entry.getValue())
                    .map(binding -> published(binding, entry.getKey().getPort())))
        .toList();
  }

  private static PublishedPort published(Ports.Binding binding, int containerPort) {
    return new PublishedPort(
        binding.getHostIp(), Integer.parseInt(binding.getHostPortSpec()), containerPort);
  }
}
