package io.github.ecluse.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Ports;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a {@link ServiceContainer} of what the engine says about a container. */
final class Inspection {
  private Inspection() {}

  static ServiceContainer of(InspectContainerResponse container) {
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
        addresses(container),
        environment(container),
        published(container));
  }

  private static Map<String, String> addresses(InspectContainerResponse container) {
    Map<String, ContainerNetwork> networks = container.getNetworkSettings().getNetworks();
    return networks.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                network -> Objects.requireNonNullElse(network.getValue().getIpAddress(), "")));
  }

  private static Map<String, String> environment(InspectContainerResponse container) {
    return Stream.of(Objects.requireNonNullElse(container.getConfig().getEnv(), new String[0]))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
  }

  private static List<PublishedPort> published(InspectContainerResponse container) {
    return container.getNetworkSettings().getPorts().getBindings().entrySet().stream()
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
