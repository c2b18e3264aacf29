package io.github.ecluse.support;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.net.URI;

/**
 * Another container of the application, with a setting of its own: what the deployed one would do
 * with it, without touching that one.
 *
 * @param engine where it runs
 * @param id its id
 */
public record SecondApplication(Engine engine, String id) implements AutoCloseable {
  /** Starts one more container of the service, which serves on a port, with a variable changed. */
  public static SecondApplication of(Stack stack, int port, String variable, String value) {
    String setting = variable + "=" + value;
    String id =
        stack
            .compose()
            .command(
                "docker",
                "compose",
                "run",
                "-d",
                "--no-deps",
                "-p",
                "127.0.0.1::" + port,
                "-e",
                setting,
                stack.workspace().promise().application())
            .orThrow()
            .stdout()
            .strip();
    return new SecondApplication(stack.engine(), id);
  }

  /** Returns the address of its pages for clients on the host, once it serves them. */
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
