package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Compose makes of the files of a stack.
 *
 * @param files the files
 * @param ports the ports of the host at which it is reached
 * @param image the name of the application's image
 * @param images the names of the images that the services run
 * @param dockerfile the file that the application's image is built from, relative to the directory;
 *     empty if there is none
 * @param entrypointIsOfTheImage whether no Compose file gives the application another entry point
 * @param commandIsOfTheImage whether no Compose file gives the application another command
 * @param buildArguments what Compose gives the build of the application, by name
 * @param networks the networks of each service, by names of the Compose files
 * @param paths the folders and files of the host that it names
 */
record Composition(
    ComposeFiles files,
    Ports ports,
    ImageName image,
    Set<String> images,
    Optional<String> dockerfile,
    boolean entrypointIsOfTheImage,
    boolean commandIsOfTheImage,
    Map<String, String> buildArguments,
    Map<String, List<String>> networks,
    ComposePaths paths) {

  /** Reads a configuration as {@code docker compose config} prints it. */
  static Composition of(ComposeFiles files, JsonNode config, StackDirectory stack) {
    JsonNode application = config.path("services").path(stack.promise().application());
    return new Composition(
        files,
        Ports.of(config, stack.promise()),
        ImageName.of(application.path("image").asText()),
        config
            .path("services")
            .valueStream()
            .map(service -> service.path("image").asText())
            .filter(image -> !image.isEmpty())
            .collect(Collectors.toSet()),
        DockerfilePath.of(application.path("build"), stack),
        !application.hasNonNull("entrypoint"),
        !application.hasNonNull("command"),
        application.at("/build/args").properties().stream()
            .filter(argument -> argument.getValue().isTextual())
            .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().asText())),
        networks(config),
        ComposePaths.of(config));
  }

  private static Map<String, List<String>> networks(JsonNode config) {
    return config.path("services").properties().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                service ->
                    service.getValue().path("networks").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList()));
  }
}
