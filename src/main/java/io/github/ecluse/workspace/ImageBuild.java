package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the image of the application is built, as Compose knows it.
 *
 * @param dockerfile the file, relative to the directory of the stack; empty if there is none
 * @param context the folder from which the build may copy, relative to the same; empty if Compose
 *     names none in the stack
 * @param arguments the build arguments, by name
 * @param target the stage to build; empty for the last one
 * @param ofOthers the stages of the same file that images of other services are built from
 */
record ImageBuild(
    Optional<String> dockerfile,
    Optional<String> context,
    Map<String, String> arguments,
    Optional<String> target,
    Set<String> ofOthers) {

  /**
   * Reads the build of the application.
   *
   * @param services as {@code docker compose config} prints them
   */
  static ImageBuild of(JsonNode services, StackDirectory stack) {
    String application = stack.promise().application();
    JsonNode build = services.path(application).path("build");
    Optional<String> dockerfile = DockerfilePath.of(build, stack);
    return new ImageBuild(
        dockerfile,
        stack.relative(Path.of(ComposeText.of(build.path("context")))),
        build.path("args").properties().stream()
            .filter(argument -> argument.getValue().isTextual())
            .collect(Collectors.toMap(Map.Entry::getKey, one -> ComposeText.of(one.getValue()))),
        target(build),
        services.properties().stream()
            .filter(service -> !service.getKey().equals(application))
            .map(service -> service.getValue().path("build"))
            .filter(other -> DockerfilePath.ofCompose(other, stack).equals(dockerfile))
            .flatMap(other -> target(other).stream())
            .filter(stage -> !target(build).equals(Optional.of(stage)))
            .collect(Collectors.toSet()));
  }

  private static Optional<String> target(JsonNode build) {
    return build.optional("target").map(ComposeText::of);
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
