package io.github.ecluse.failures;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Migration;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is killed while it waits, and what it has started is not: no child keeps the lock. */
@Tag("failures")
@AcceptanceTest
@Order(13)
class RunAloneKilledIT {
  /**
   * Waits until the run has waited for two seconds for a container, kills the run alone, and says
   * whether the lock is free soon. What the run has left is ended at last.
   */
  private static final String KILLED =
      """
      lock=$ECLUSE_STATE/$COMPOSE_PROJECT_NAME
      before=$(docker ps -aq --no-trunc)
      waits() {
        local id started
        for id in $(docker ps -q --no-trunc --filter label=com.docker.compose.project=$COMPOSE_PROJECT_NAME \\
          --filter label=com.docker.compose.service=%1$s %2$s); do
          started=$(date -d "$(docker inspect -f '{{.State.StartedAt}}' $id)" +%%s)
          [[ $before == *$id* || $(($(date +%%s) - started)) -lt 3 ]] || return 0
        done
        return 1
      }
      setsid ./build.sh %3$s >/dev/null 2>&1 & run=$!
      until waits; do
        kill -0 $run || { echo "the run ended before it was killed"; exit 1; }
        sleep 0.1
      done
      flock -n "$lock" true || echo "locked while it runs"
      kill -KILL $run
      wait $run
      if flock -w 5 "$lock" true; then echo "unlocked after the kill"; fi
      for file in /proc/[0-9]*/fd/9; do
        [ "$(readlink $file)" != "$lock" ] || echo "kept by $(tr '\\0' ' ' <${file%%fd/9}cmdline)"
      done
      kill -KILL -- -$run
      """;

  private static final String HEALTH = "--filter health=starting";

  @ParameterizedTest
  @ValueSource(strings = {"", "--rolling"})
  @Order(1)
  void itWaitedForHealth(String option, Stack stack) {
    Kept kept = Kept.in(stack);
    Application.of(stack).failItsHealthCheck();

    PipelineRun killed = stack.releases().paste(KILLED.formatted("app", HEALTH, option));

    Application.of(stack).restore();
    assertLetsGo(killed, "waited for health");
    stack.releases().deploy();
    kept.assertNothingLost();
  }

  @Test
  @Order(2)
  void itWaitedForAMigration(Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(Migration.running("exit 0"))) {
      assertDeployed(checkout.run(), stack);
      checkout.overlay(Migration.running("exec sleep 600"));
      Application.of(stack).addToPages("after a long migration");

      PipelineRun killed = stack.releases().paste(KILLED.formatted("migrate", "", "--rolling"));

      stack.compose().command("docker", "rm", "-f", stack.service("migrate").id()).orThrow();
      checkout.overlay(Migration.running("exit 0"));
      assertLetsGo(killed, "waited for a migration");
      assertDeployed(checkout.run(), stack);
    }
  }

  private static void assertLetsGo(PipelineRun killed, String waited) {
    assertThat(killed.lines())
        .as("the lock while a run %s, and after a kill of the run alone", waited)
        .contains("locked while it runs", "unlocked after the kill");
  }
}
