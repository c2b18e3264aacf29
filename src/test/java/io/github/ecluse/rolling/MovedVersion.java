package io.github.ecluse.rolling;

import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.util.stream.Stream;

/**
 * A version that somebody moves in the registry, whose port others reach.
 *
 * @param stack whose registry holds it
 * @param image the whole name of the image, with the version as its tag
 */
record MovedVersion(Stack stack, String image) {
  /** Moves a version to the image that is latest. */
  static MovedVersion toLatest(String version, Stack stack) {
    String repository = stack.workspace().repository();
    MovedVersion moved = new MovedVersion(stack, repository + ":" + version);
    moved.pushAs(repository + ":latest");
    return moved;
  }

  /** Moves it back to its own release, by the remedy that is told. */
  void giveBack(Release proven) {
    String own = stack.workspace().repository() + "@" + proven.digest();
    docker("pull", own);
    pushAs(own);
  }

  private void pushAs(String other) {
    docker("tag", other, image);
    docker("push", image);
    docker("image", "rm", image);
  }

  private void docker(String... words) {
    String[] command = Stream.concat(Stream.of("docker"), Stream.of(words)).toArray(String[]::new);
    stack.compose().command(command).orThrow();
  }
}
