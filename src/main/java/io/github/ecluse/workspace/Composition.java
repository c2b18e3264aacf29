package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import io.github.ecluse.promise.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Compose makes of the files of a stack.
 *
 * @param files the files
 * @param ports the ports of the host at which it is reached
 * @param image the name of the application's image
 * @param images the names of the images that the services run
 * @param built the names of those that Compose can build
 * @param build how the application's image is built
 * @param entrypoint the entry point that a Compose file gives the application; empty if none does
 * @param commandIsOfTheImage whether no Compose file gives the application another command
 * @param networks the networks of each service, by names of the Compose files
 * @param paths the folders and files of the host that it names
 */
record Composition(
    ComposeFiles files,
    Ports ports,
    ImageName image,
    Set<String> images,
    Set<String> built,
    ImageBuild build,
    Optional<List<String>> entrypoint,
    boolean commandIsOfTheImage,
    Map<String, List<String>> networks,
    ComposePaths paths) {

  /** Reads a configuration as {@code docker compose config} prints it, and its paths. */
  static Composition of(
      ComposeFiles files, JsonNode config, ComposePaths paths, StackDirectory stack) {
    JsonNode application = config.path("services").path(stack.promise().application());
    return new Composition(
        files,
        Ports.of(config, stack.promise()),
        ImageName.of(application.path("image").asText()),
        images(config, service -> true),
        images(config, service -> service.hasNonNull("build")),
        ImageBuild.of(config.path("services"), stack),
        application
            .optional("entrypoint")
            .filter(JsonNode::isArray)
            .map(words -> words.valueStream().map(ComposeText::of).toList()),
        !application.hasNonNull("command"),
        networks(config),
        paths);
  }

  /**
   * Returns the file that the application's image is built from, relative to the directory; empty
   * if there is none.
   */
  Optional<String> dockerfile() {
    return build.dockerfile();
  }

  /** Returns the paths, relative to the directory, that the gate or a build may write to. */
  List<Path> changed(StackDirectory stack) {
    Stream<String> files =
        Stream.concat(
            dockerfile().stream(),
            stack.promise().change() instanceof Change.File file
                ? Stream.of(file.path())
                : Stream.empty());
    Stream<String> folders =
        paths.buildFolders().stream().flatMap(folder -> stack.relative(folder).stream());
    return Stream.concat(folders, files).map(Path::of).toList();
  }

  private static Set<String> images(JsonNode config, Predicate<JsonNode> services) {
    return config
        .path("services")
        .valueStream()
        .filter(services)
        .map(service -> service.path("image").asText())
        .filter(image -> !image.isEmpty())
        .collect(Collectors.toSet());
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
