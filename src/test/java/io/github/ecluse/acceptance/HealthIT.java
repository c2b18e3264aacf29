package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.HostProcesses;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The health: a service that still runs and does nothing any more is noticed. The services are left
 * to recover by themselves: it is the last class on the stack, as the one that waits most.
 */
@AcceptanceTest
@Order(160)
@TestInstance(Lifecycle.PER_CLASS)
class HealthIT {
  private static final Duration NOTICED_LIMIT = Duration.ofMinutes(2);

  private static final String HEALTHY_ONCE_REACHED = "healthy-once-reached";

  private FirstStart firstStart;

  /** It goes on while the first check waits for those of the engine. */
  @BeforeEach
  void beginAFirstStartOfTheDatabase(Stack stack) {
    stack.ensureReleased();
    if (firstStart == null && Inside.isClaimed(HEALTHY_ONCE_REACHED, stack)) {
      firstStart = FirstStart.of(stack);
    }
  }

  @AfterAll
  void endIt() {
    if (firstStart != null) {
      firstStart.close();
    }
  }

  @Test
  @Order(1)
  @Claim("hang-noticed")
  void aServiceThatHangsIsNoticed(Stack stack) {
    stack.ensureReleasedAndWell();
    assertThat(stack.services().oneOfEach())
        .filteredOn(container -> container.healthLimit().isZero())
        .extracting(ServiceContainer::service)
        .as("services without a health check: nobody notices if one of them hangs")
        .isEmpty();

    HostProcesses host = stack.host();
    List<Long> pids = stack.services().oneOfEach().stream().map(ServiceContainer::pid).toList();
    Duration limit = limitToNotice(stack);
    assertThat(limit)
        .as(
            "time until one that hangs is noticed, by the numbers of the health checks: %s",
            stack.services().oneOfEach().stream()
                .map(service -> service.service() + " " + service.healthLimit().toSeconds() + " s")
                .toList())
        .isLessThan(NOTICED_LIMIT);
    pids.forEach(pid -> host.signalAll("STOP", pid));
    try {
      stack
          .services()
          .awaitState("every service is unhealthy")
          // The engine itself takes a moment to start each check and to end it.
          .atMost(limit.multipliedBy(3).dividedBy(2))
          .untilAsserted(
              () ->
                  assertThat(stack.services().oneOfEach())
                      .as("health of services whose processes are stopped")
                      .allMatch(container -> container.health().equals("unhealthy")));
    } finally {
      pids.forEach(pid -> host.signalAll("CONT", pid));
    }
  }

  /** Its first server answers at its socket only, and ends when the database is made. */
  @Test
  @Order(2)
  @Claim(HEALTHY_ONCE_REACHED)
  void aDatabaseIsNotHealthyBeforeOthersCanReachIt(Stack stack) {
    firstStart.assertIsNotHealthy(stack);
  }

  /** As long as the slowest health check may take by its own numbers. */
  private static Duration limitToNotice(Stack stack) {
    return stack.services().oneOfEach().stream()
        .map(ServiceContainer::healthLimit)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
