package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The time between a stop of the application's container and its next start, as Docker itself
 * starts it: Compose would first wait for other services.
 *
 * @param container the container
 * @param stack its stack
 */
record Interruption(ServiceContainer container, Stack stack) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The application's container, which goes on running. */
  static Interruption ofTheApplication(Stack stack) {
    return new Interruption(stack.application(), stack);
  }

  /** Sends the stop signal alone: at once, while requests still wait. */
  void begin() {
    stack
        .compose()
        .command("docker", "kill", "-s", container.stopSignal(), container.id())
        .orThrow();
  }

  /** Starts the container again, once it has ended. */
  void end() {
    stack
        .services()
        .awaitState("the application ends at its stop signal")
        .atMost(LIMIT)
        .until(() -> !stack.application().isRunning());
    start();
  }

  /** Starts the container, unless it runs. */
  void start() {
    stack.compose().command("docker", "start", container.id()).orThrow();
  }

  /** Asserts that it serves, in time. */
  void assertServes(String when) {
    Promise promise = stack.workspace().promise();
    await("the health page of an application that was started " + when)
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> status(promise.health()) == 200);
    assertThat(status(promise.page()))
        .as("status of the page of an application that was started %s", when)
        .isEqualTo(200);
  }

  private int status(String path) {
    return Http.on(stack.appUrl()).get(path).statusCode();
  }
}
