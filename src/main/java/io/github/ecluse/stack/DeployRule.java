package io.github.ecluse.stack;

import io.github.ecluse.promise.Elsewhere;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.promise.PromiseException;
import io.github.ecluse.workspace.StackDirectory;

/** The command that deploys must act on the gate's copy only: broken releases are deployed too. */
final class DeployRule {
  private DeployRule() {}

  /**
   * Checks the command before anything is copied or started. In ecluse.yml, its owner has said that
   * the gate may run it.
   *
   * @throws PromiseException if it reaches further than the copy
   */
  static void check(StackDirectory stack) {
    Promise promise = stack.promise();
    boolean isChosen = promise.lines().containsKey("deploy");
    (isChosen
            ? Elsewhere.inAnotherProject(stack.path(), promise.deploy())
            : Elsewhere.in(stack.path(), promise.deploy()))
        .ifPresent(
            why -> {
              throw promise.mistake(
                  "deploy",
                  "'deploy' is '%s', and the gate would release broken versions by it: %s; allowed:"
                          .formatted(promise.deploy().strip(), why)
                      + " a command that acts on this machine and on the project that"
                      + " COMPOSE_PROJECT_NAME names"
                      + (isChosen ? "" : ", or, if it does that, the key deploy in this file")
                      + "; a name of the project for you goes into the Compose file (name: shop)");
            });
  }
}
