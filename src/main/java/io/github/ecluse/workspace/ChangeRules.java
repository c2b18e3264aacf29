package io.github.ecluse.workspace;

import io.github.ecluse.promise.Change;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.promise.PromiseException;
import java.nio.file.Files;

/** A release must be able to be made new in the way that {@code ecluse.yml} names. */
final class ChangeRules {
  private final StackDirectory stack;
  private final Promise promise;

  ChangeRules(StackDirectory stack) {
    this.stack = stack;
    promise = stack.promise();
  }

  /**
   * Checks the change.
   *
   * @throws PromiseException if it can't be made
   */
  void check(Composition composition) {
    Change change = promise.change();
    if (change instanceof Change.File file) {
      checkFile(file);
    } else if (change instanceof Change.Argument argument && composition.dockerfile().isPresent()) {
      checkArgument(argument, composition.dockerfile().get());
    } else if (change instanceof Change.Label
        && composition.dockerfile().isEmpty()
        && promise.claims().contains("change-served")) {
      throw promise.mistake(
          promise.says("change") ? "change" : "claims",
          "'change' is a label, and there is no Dockerfile to put it in; allowed: file, replace"
              + " and by, or argument, or the key dockerfile");
    }
  }

  private void checkFile(Change.File change) {
    if (!Files.isRegularFile(stack.path().resolve(change.path()))) {
      throw promise.mistake(
          "change.file",
          "'change.file' is '%s'; allowed: a file that is there".formatted(change.path()));
    }
    if (!new Sources(stack.path()).read(change.path()).contains(change.replace())) {
      throw promise.mistake(
          "change.replace",
          "'change.replace' is '%s'; allowed: a text that is in %s"
              .formatted(change.replace(), change.path()));
    }
  }

  private void checkArgument(Change.Argument change, String dockerfile) {
    boolean declared =
        DockerfileInstruction.in(new Sources(stack.path()).read(dockerfile)).stream()
            .anyMatch(instruction -> DockerfileEdit.declares(instruction, change.name()));
    if (!declared) {
      throw promise.mistake(
          "change.argument",
          "'change.argument' is '%s'; allowed: an argument that %s declares with ARG"
              .formatted(change.name(), dockerfile));
    }
  }
}
