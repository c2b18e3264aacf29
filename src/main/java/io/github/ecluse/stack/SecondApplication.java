package io.github.ecluse.stack;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import java.net.URI;

/**
 * Another container of the service {@code app}, with a setting of its own: what the deployed one
 * would do with it, without touching that one.
 *
 * @param engine where it runs
 * @param id its id
 */
public record SecondApplication(Engine engine, String id) implements AutoCloseable {
  /** Its port, published on a free one of the host. */
  static final String PUBLISHED = "127.0.0.1::8080";

  /** Where its pages are reached from the host, once it serves them. */
  public URI url() {
    int port =
        engine
            .inspect(id)
            .map(ServiceContainer::published)
            .filter(ports -> !ports.isEmpty())
            .map(ports -> ports.get(0).hostPort())
            .orElseThrow(() -> new IllegalStateException("no port of it is published: " + id));
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    engine.client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
  }
}
