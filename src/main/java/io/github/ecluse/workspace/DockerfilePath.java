package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import io.github.ecluse.promise.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the file that the application's image is built from. */
final class DockerfilePath {
  private static final String NAME = "Dockerfile";

  private DockerfilePath() {}

  /**
   * Returns its path relative to the directory of the stack: the one that {@code ecluse.yml} names,
   * else that of Compose's build, else the first in the usual places. Empty if there is none, as of
   * an image that another tool builds.
   *
   * @param build what Compose knows of the application's build
   * @throws io.github.ecluse.promise.PromiseException if the one that is named is not there
   */
  static Optional<String> of(JsonNode build, StackDirectory stack) {
    Promise promise = stack.promise();
    Optional<String> named = promise.dockerfile();
    if (named.isPresent() && !isIn(stack, named.get())) {
      throw promise.mistake(
          "dockerfile",
          "'dockerfile' is '%s'; allowed: a file that is there".formatted(named.get()));
    }
    return named
        .or(() -> ofCompose(build, stack))
        .or(
            () ->
                Stream.of(promise.application() + "/" + NAME, "app/" + NAME, NAME)
                    .filter(path -> isIn(stack, path))
                    .findFirst());
  }

  /** Returns the one that a build of Compose names, in the same way. */
  static Optional<String> ofCompose(JsonNode build, StackDirectory stack) {
    String context = ComposeText.of(build.path("context"));
    if (!context.startsWith("/") || build.has("dockerfile_inline")) {
      return Optional.empty();
    }
    Path file = Path.of(context).resolve(named(build)).normalize();
    return stack.relative(file).filter(path -> isIn(stack, path));
  }

  private static String named(JsonNode build) {
    return build.has("dockerfile") ? ComposeText.of(build.path("dockerfile")) : NAME;
  }

  private static boolean isIn(StackDirectory stack, String path) {
    return Files.isRegularFile(stack.path().resolve(path));
  }
}
