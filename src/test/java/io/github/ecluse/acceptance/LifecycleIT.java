package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The services' ends in good order: when they are asked to stop, and when only their process is.
 */
@AcceptanceTest
@Order(130)
class LifecycleIT {
  /**
   * Half of what Docker grants before it kills; a service that needs it all does not obey SIGTERM.
   */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** How long the open request takes after the application was asked to stop. */
  private static final Duration STILL_OPEN = Duration.ofMillis(500);

  /** The server that most Python stacks use looks for the end of its workers once a second. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(3);

  private static final int NO_ANSWER_MS = 500;

  private static final int CONTROLS_PER_SECOND = 20;

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  /** The first: one that does not stop makes all after it slow. */
  @Test
  @Order(1)
  @Claim("services-stop")
  void aServiceStopsByItselfWhenAsked(Stack stack) {
    List<String> lastFirst = new ArrayList<>(stack.workspace().promise().services());
    Collections.reverse(lastFirst);
    for (String service : lastFirst) {
      Instant asked = Instant.now();
      stack.compose().command("docker", "compose", "stop", service).orThrow();

      ServiceContainer stopped = stack.service(service);
      assertThat(Duration.between(asked, stopped.finishedAt()))
          .as(
              "time that %s took to stop; as process 1 it must handle its stop signal, or have"
                  + " init: true",
              service)
          .isBetween(Duration.ZERO, STOP_LIMIT);
      assertThat(stopped.exitCode())
          .as("exit code of %s; 137 means killed", service)
          .isNotEqualTo(137);
    }
    stack.compose().up(stack.workspace().promise().registry());
    stack.compose().up();
  }

  @Test
  @Order(2)
  @Claim("open-requests-answered")
  void anOpenRequestIsAnsweredBeforeTheApplicationStops(Stack stack) throws IOException {
    CompletableFuture<?> stop = CompletableFuture.completedFuture(null);
    try (OpenRequest request = OpenRequest.begin(health(stack), stack)) {
      // Answered after the first half came: the server has read that half by now.
      Http.on(stack.appUrl()).get(health(stack)).then().statusCode(200);
      stop = CompletableFuture.runAsync(() -> stop(stack));
      // A kill that follows at once needs some milliseconds itself.
      await("the app takes no new request")
          .pollDelay(STILL_OPEN)
          .atMost(STOP_LIMIT)
          .until(() -> !isServed(stack));
      assertThat(request.answerOnceComplete())
          .as("answer to the request that was open when the app was to stop")
          .matches("(?s)HTTP/1[.][01] 200.*");
    } finally {
      stop.join();
      bringBack(stack);
    }
  }

  private static String health(Stack stack) {
    return stack.workspace().promise().health();
  }

  /** Some servers refuse a new connection while they stop, and others let it wait. */
  private static boolean isServed(Stack stack) {
    try {
      return Http.on(stack.appUrl(), NO_ANSWER_MS).get(health(stack)).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void stop(Stack stack) {
    String application = stack.workspace().promise().application();
    stack.compose().command("docker", "compose", "stop", application).orThrow();
  }

  /** On a busy machine the program may get no processor for a second; the registry tells. */
  @Test
  @Order(3)
  @Claim("services-stop")
  void anIdleApplicationEndsSoonAfterSigterm(Stack stack) {
    Duration took;
    LoadReport control;
    try (Load registry = Load.on(stack.registry().uri().resolve("/v2/"), CONTROLS_PER_SECOND)) {
      took = timeToEnd(stack);
      control = registry.stop();
    }

    assertThat(took)
        .as("time that the idle app took to end; the registry meanwhile: %s", control)
        .isLessThan(IDLE_LIMIT.plus(control.slowest()));
  }

  private static Duration timeToEnd(Stack stack) {
    stack
        .compose()
        .command(
            "docker", "compose", "kill", "-s", "TERM", stack.workspace().promise().application())
        .orThrow();
    Instant asked = Instant.now();
    ServiceContainer ended = bringBack(stack);
    assertThat(ended.exitCode())
        .as("exit code of the app; 143 says that SIGTERM ended it")
        .isIn(0L, 143L);
    return Duration.between(asked, ended.finishedAt());
  }

  /**
   * Starts the application again once it has ended, which Compose would take for running while it
   * is still stopping; gives the container as it ended.
   */
  private static ServiceContainer bringBack(Stack stack) {
    stack
        .services()
        .awaitState("the application ends after SIGTERM")
        .until(() -> !stack.application().isRunning());
    ServiceContainer ended = stack.application();
    stack.compose().up();
    return ended;
  }

  /** To end in good order is no reason to stay away, if nobody has stopped the service. */
  @Test
  @Order(4)
  @Claim("services-restart")
  void aServiceThatEndsInGoodOrderIsStartedAgain(Stack stack) {
    Restart.assertAfterItsStopSignal(stack);
  }
}
