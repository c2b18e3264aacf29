package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Compose makes of the files of a stack.
 *
 * @param files the files
 * @param images the names of the images that the services run
 * @param buildArguments what Compose gives the build of the application, by name
 * @param paths the folders and files of the host that it names
 */
record Composition(
    ComposeFiles files,
    Set<String> images,
    Map<String, String> buildArguments,
    ComposePaths paths) {

  /** Reads a configuration as {@code docker compose config} prints it. */
  static Composition of(ComposeFiles files, JsonNode config) {
    return new Composition(
        files,
        config
            .path("services")
            .valueStream()
            .map(service -> service.path("image").asText())
            .filter(image -> !image.isEmpty())
            .collect(Collectors.toSet()),
        config.at("/services/app/build/args").properties().stream()
            .filter(argument -> argument.getValue().isTextual())
            .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().asText())),
        ComposePaths.of(config));
  }
}
