package io.github.ecluse.compose;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.ProjectResources;
import io.github.ecluse.docker.ServiceContainer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** The containers of a Compose project's services, as they are at each call. */
public final class Services {
  /** How long {@link #awaitWell} waits. */
  static final Duration HEALTH_LIMIT = Duration.ofSeconds(60);

  /** Each look at the containers takes the engine processor time that what is awaited needs too. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final ProjectResources project;
  private final List<String> required;

  Services(ProjectResources project, List<String> required) {
    this.project = project;
    this.required = required;
  }

  /** {@return the containers of all services} */
  public List<ServiceContainer> all() {
    return project.containers();
  }

  /** {@return the containers of all services that run, so none of a service that may end} */
  public List<ServiceContainer> running() {
    return all().stream().filter(ServiceContainer::isRunning).toList();
  }

  /** {@return the containers of the services that the stack promises; it may have more} */
  public List<ServiceContainer> required() {
    return all().stream().filter(container -> required.contains(container.service())).toList();
  }

  /**
   * {@return the one container of each service that the stack promises}
   *
   * @throws UnexpectedContainersException if a service has none, or more than one
   */
  public List<ServiceContainer> oneOfEach() {
    List<ServiceContainer> all = all();
    return required.stream().map(name -> one(name, all)).toList();
  }

  /**
   * {@return the one container of a service}
   *
   * @param name the name in the Compose file
   * @throws UnexpectedContainersException if there is none, or more than one
   */
  public ServiceContainer one(String name) {
    return one(name, all());
  }

  private static ServiceContainer one(String name, List<ServiceContainer> all) {
    List<ServiceContainer> found =
        all.stream().filter(container -> container.service().equals(name)).toList();
    if (found.size() != 1) {
      throw new UnexpectedContainersException(name, found);
    }
    return found.get(0);
  }

  /** {@return the state and the health of each service, in one line} */
  public String states() {
    return all().stream()
        .map(service -> service.service() + " " + service.state() + "/" + service.health())
        .collect(Collectors.joining(", "));
  }

  /**
   * Begins a wait for a state of the containers.
   *
   * @param what its name in a message; its limit is the caller's
   * @return a wait for a condition
   */
  public ConditionFactory awaitState(String what) {
    return await(what).pollInterval(BETWEEN_LOOKS);
  }

  /**
   * Waits until these services are healthy, or running if they have no health check, at most 60
   * seconds.
   *
   * @param services names in the Compose file
   * @throws ConditionTimeoutException if they are not in time
   */
  public void awaitWell(List<String> services) {
    awaitState("healthy: " + services)
        .atMost(HEALTH_LIMIT)
        .ignoreException(UnexpectedContainersException.class)
        .until(() -> areWell(services, all()));
  }

  private static boolean areWell(List<String> services, List<ServiceContainer> now) {
    return services.stream().allMatch(name -> one(name, now).isWell());
  }

  /**
   * Waits for the end of a service's first start, at most 60 seconds.
   *
   * @param service the name in the Compose file
   * @return whether it was over in time
   */
  public boolean awaitFirstStart(String service) {
    try {
      awaitState("the first start of " + service)
          .atMost(HEALTH_LIMIT)
          .until(
              () ->
                  all().stream()
                      .noneMatch(one -> one.service().equals(service) && one.isStarting()));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }
}
