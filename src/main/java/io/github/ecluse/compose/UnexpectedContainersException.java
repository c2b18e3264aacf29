package io.github.ecluse.compose;

import io.github.ecluse.EcluseException;
import io.github.ecluse.docker.ServiceContainer;
import java.util.List;

/**
 * Thrown if a service does not have exactly one container.
 *
 * @serial exclude
 */
public final class UnexpectedContainersException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final transient List<ServiceContainer> found;

  UnexpectedContainersException(String service, List<ServiceContainer> found) {
    super("Expected one container of the service %s, but found %s".formatted(service, found), null);
    this.service = service;
    this.found = List.copyOf(found);
  }

  /** {@return the name of the service} */
  public String service() {
    return service;
  }

  /** {@return its containers} */
  public List<ServiceContainer> found() {
    return found;
  }
}
