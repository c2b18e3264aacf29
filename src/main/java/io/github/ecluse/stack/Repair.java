package io.github.ecluse.stack;

import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.pipeline.Releases;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Brings a stack back to where a check found it: one mistake of a stack fails the check that is
 * meant for it, and not each one after that.
 */
final class Repair {
  private Repair() {}

  /**
   * Starts what is down, and deploys again if the application is not the release that serves.
   *
   * @param application its service
   * @param held tells what the registry holds
   */
  static void of(
      ComposeProject compose,
      Releases releases,
      String application,
      Supplier<Optional<Digest>> held) {
    compose.repair();
    if (releases
        .served()
        .filter(serving -> needsDeployment(compose, application, serving.digest(), held))
        .isPresent()) {
      releases.attempt();
    }
  }

  private static boolean needsDeployment(
      ComposeProject compose, String application, Digest serving, Supplier<Optional<Digest>> held) {
    compose.services().awaitFirstStart(application);
    List<ServiceContainer> containers =
        compose.services().all().stream()
            .filter(container -> container.service().equals(application))
            .toList();
    return containers.size() != 1
        || isLost(
            serving, containers.get(0).isWell(), containers.get(0).imageDigests(), orNone(held));
  }

  /**
   * Returns whether a release is not the one that serves any more.
   *
   * @param isWell whether the application is
   * @param running the digests of its image
   * @param held what the registry holds; empty if it does not say
   */
  static boolean isLost(
      Digest serving, boolean isWell, Set<Digest> running, Optional<Digest> held) {
    return !isWell
        || !running.contains(serving)
        || held.filter(digest -> !digest.equals(serving)).isPresent();
  }

  private static Optional<Digest> orNone(Supplier<Optional<Digest>> held) {
    try {
      return held.get();
    } catch (RegistryException e) {
      // One that does not answer is for its own checks to tell.
      return Optional.empty();
    }
  }
}
