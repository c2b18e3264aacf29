package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Sessions;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The visits: each one counts once, also if the database answers late, is busy, or hangs up. */
@AcceptanceTest
@Order(95)
@Claim("visits-counted")
class VisitsIT {
  /** Less than half of what may wait for the database at once, so that all of them do. */
  private static final int VISITORS = 7;

  /** So many that each thread of the application has had one. */
  private static final int MANY = 40;

  /** An application that waits for one second, or for a half, gives up on some of them. */
  private static final Duration EVERY = Duration.ofMillis(250);

  private static final Duration FREE_LIMIT = Duration.ofSeconds(5);

  @BeforeEach
  void deployAndVisit(Stack stack) {
    stack.ensureReleasedAndWell();
    Visitors.come(MANY, Duration.ZERO, stack).seen();
  }

  /** A server closes what nobody has used for a night, or a minute; a restart closes all. */
  @Test
  @Order(1)
  void aConnectionThatTheDatabaseHasClosedCostsNobodyAVisit(Stack stack) throws SQLException {
    int before = Page.of(stack).visits();

    Sessions.rest(stack);
    int closed = Sessions.close(stack);
    String visits = Page.of(stack).visitsAsShown();
    Sessions.rest(stack);
    closed += Sessions.close(stack);

    assertThat(visits)
        .as("visits after %d, once the database had closed its %d connections", before, closed)
        .isEqualTo(String.valueOf(before + 1));
    stack
        .workspace()
        .promise()
        .databasePage()
        .ifPresent(
            path ->
                assertThat(Http.on(stack.appUrl()).get(path).statusCode())
                    .as("status of %s, once the database had closed its connections", path)
                    .isEqualTo(200));
  }

  /** Somebody has changed the number in a console, and gone to lunch. */
  @Test
  @Order(2)
  void whoWasToldThatTheDatabaseIsBusyIsNotCountedLater(Stack stack) throws SQLException {
    int before = Page.of(stack).visits();
    Optional<Counter> counter = Counter.of(before, stack);
    if (counter.isEmpty()) {
      // Each visit is a row of its own, and waits for nobody.
      return;
    }

    try (Connection holder = counter.get().hold(stack)) {
      assertThat(holder.isValid(1)).as("whether somebody holds the number").isTrue();
      assertThat(Visitors.come(VISITORS, Duration.ZERO, stack).seen())
          .as("visits while somebody holds the number, the control")
          .noneMatch(Page::isNumber);
      await("the visitors' questions end")
          .atMost(FREE_LIMIT)
          .untilAsserted(
              () ->
                  assertThat(Sessions.questions(stack))
                      .as("questions in the database of visitors who were answered without it")
                      .isZero());
    }

    assertThat(Page.of(stack).visits())
        .as("visits after %d, and after %d visitors who saw no number", before, VISITORS)
        .isEqualTo(before + 1);
  }

  /**
   * Who asks again when no answer came asks twice: the first question may be carried out late. It
   * is the last one, as the engine calls a database that was paused unhealthy for a while.
   */
  @Test
  @Order(3)
  void aVisitIsCountedOnceIfTheDatabaseAnswersLate(Stack stack) throws InterruptedException {
    int before = Page.of(stack).visits();
    DockerClient engine = stack.engine().client();
    String database = stack.database().id();

    engine.pauseContainerCmd(database).exec();
    try {
      Visitors late = Visitors.come(VISITORS, EVERY, stack);
      TimeUnit.MILLISECONDS.sleep(EVERY.multipliedBy(VISITORS).toMillis());
      engine.unpauseContainerCmd(database).exec();
      late.seen();
    } finally {
      unpause(stack);
    }

    AtomicInteger visitors = new AtomicInteger(VISITORS);
    int after = visitsOnceCounted(visitors, stack);
    assertThat(after - before)
        .as("visits of %d visitors, while the database had stopped for a moment", visitors.get())
        .isPositive()
        .isLessThanOrEqualTo(visitors.get());
  }

  private static void unpause(Stack stack) {
    String database = stack.database().id();
    if (stack.engine().client().inspectContainerCmd(database).exec().getState().getPaused()) {
      stack.engine().client().unpauseContainerCmd(database).exec();
    }
  }

  private static int visitsOnceCounted(AtomicInteger visitors, Stack stack) {
    String visits =
        await("the database counts again")
            .until(
                () -> {
                  visitors.incrementAndGet();
                  return Page.visitsSeen(stack);
                },
                Page::isNumber);
    return Integer.parseInt(visits);
  }
}
