package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the image of the application is built, as Compose knows it.
 *
 * @param dockerfile the file, relative to the directory of the stack; empty if there is none
 * @param context the folder from which the build may copy, relative to the same; empty if Compose
 *     names none in the stack
 * @param arguments the build arguments, by name
 * @param target the stage to build; empty for the last one
 */
record ImageBuild(
    Optional<String> dockerfile,
    Optional<String> context,
    Map<String, String> arguments,
    Optional<String> target) {

  /** Reads the build of a service, as {@code docker compose config} prints it. */
  static ImageBuild of(JsonNode build, StackDirectory stack) {
    return new ImageBuild(
        DockerfilePath.of(build, stack),
        stack.relative(Path.of(build.path("context").asText())),
        build.path("args").properties().stream()
            .filter(argument -> argument.getValue().isTextual())
            .collect(Collectors.toMap(Map.Entry::getKey, one -> ComposeText.of(one.getValue()))),
        build.optional("target").map(JsonNode::asText));
  }

  /** Returns the folder from which the build may copy: without one, that of the Dockerfile. */
  Path folder() {
    return context
        .map(Path::of)
        .or(() -> dockerfile.map(file -> Path.of(file).resolveSibling("")))
        .orElseThrow(() -> new IllegalStateException("The image has no Dockerfile"));
  }

  /**
   * Returns what {@code docker build} is told beside the folder.
   *
   * @param stack the directory of the stack
   * @param folder {@link #folder} there, or a copy of it
   */
  List<String> options(Path stack, Path folder) {
    List<String> options = new ArrayList<>();
    Path original = stack.resolve(folder());
    dockerfile
        .map(stack::resolve)
        .map(file -> file.startsWith(original) ? folder.resolve(original.relativize(file)) : file)
        .ifPresent(file -> options.addAll(List.of("-f", file.toString())));
    arguments.forEach((name, value) -> options.addAll(List.of("--build-arg", name + "=" + value)));
    target.ifPresent(stage -> options.addAll(List.of("--target", stage)));
    return options;
  }
}
