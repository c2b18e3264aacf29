package io.github.ecluse.docker;

import io.github.ecluse.registry.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A container of a Compose service, at the moment of its inspection.
 *
 * @param id its full id
 * @param name its name
 * @param service the Compose service
 * @param imageId the id of the image that it runs
 * @param createdAt when it was created
 * @param state {@code running}, {@code restarting}, {@code exited}, …
 * @param health what its health check says of it; {@code none} if it has no such check
 * @param restartCount how often its restart policy started it again
 * @param pid its first process in the host's PID namespace; 0 if it does not run
 * @param exitCode how it ended the last time
 * @param finishedAt when it ended the last time, by the engine's clock; long ago if it never did
 * @param hostname the name that it has for itself
 * @param healthLimit how long its health check may take to notice that it hangs; 0 without one
 * @param stopSignal the signal at which it ends in good order, such as {@code SIGTERM}
 * @param mounts the directories and files of the host that it has
 * @param addresses its address in each network, by the network's name
 * @param ipv6Addresses its IPv6 address in each network that has IPv6, by the network's name
 * @param environment its environment variables
 * @param published its ports that the host publishes
 * @param exposed its TCP ports that the image or the Compose file names
 * @param images the images of its engine
 */
public record ServiceContainer(
    String id,
    String name,
    String service,
    String imageId,
    Instant createdAt,
    String state,
    String health,
    int restartCount,
    long pid,
    long exitCode,
    Instant finishedAt,
    String hostname,
    Duration healthLimit,
    String stopSignal,
    List<String> mounts,
    Map<String, String> addresses,
    Map<String, String> ipv6Addresses,
    Map<String, String> environment,
    List<PublishedPort> published,
    Set<Integer> exposed,
    Images images) {

  /**
   * {@return the digests under which registries know the image that it runs} The engine is asked
   * when this is called.
   */
  public Set<Digest> imageDigests() {
    return images.digests(imageId);
  }

  /** {@return what tells it from others in a message} */
  @Override
  public String toString() {
    return "%s (%s, health: %s, %s)".formatted(service, state, health, name);
  }

  /** {@return whether it runs now} */
  public boolean isRunning() {
    return state.equals("running");
  }

  /** {@return whether it runs and its health check is still starting} */
  public boolean isStarting() {
    return isRunning() && health.equals("starting");
  }

  /** {@return whether it runs and its health check passes} */
  public boolean isHealthy() {
    return isRunning() && health.equals("healthy");
  }

  /** {@return whether it is healthy, or runs without a health check} */
  public boolean isWell() {
    return isHealthy() || (isRunning() && health.equals("none"));
  }

  /**
   * A port of the container that the host publishes.
   *
   * @param hostAddress the host's address that it is bound to
   * @param hostPort the port on the host
   * @param containerPort the port in the container
   */
  public record PublishedPort(String hostAddress, int hostPort, int containerPort) {}
}
