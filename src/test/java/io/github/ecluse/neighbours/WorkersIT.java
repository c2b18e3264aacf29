package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertServes;
import static io.github.ecluse.checkout.Outcomes.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker uses the application's image: it is updated with it, proven with it, and counts. */
@Tag("settings")
@AcceptanceTest
@Order(2)
class WorkersIT {
  private static final String PLAIN = "";
  private static final String ROLLING = "--rolling";

  /** Without a restart policy, which is the policy "no", it is a worker all the same. */
  @ParameterizedTest
  @CsvSource({"unless-stopped,''", "unless-stopped,--rolling", "no,''", "no,--rolling"})
  @Order(1)
  void itRunsTheNewImageAndIsProven(String restart, String option, Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(Worker.works(restart))) {
      assertDeployed(checkout.run(), stack);
      Application.of(stack).addToPages("for the worker " + System.nanoTime());

      PipelineRun run = checkout.run(words(option));

      Release release = assertDeployed(run, stack);
      assertThat(stack.service(Worker.NAME).imageDigests())
          .as("what worker runs")
          .contains(release.digest());
      assertThat(run.lines())
          .as("proof of worker")
          .anyMatch(line -> line.matches(".* worker runs +" + release.digest()));
    }
  }

  static Stream<Arguments> brokenWorkers() {
    return Stream.of(PLAIN, ROLLING)
        .flatMap(
            option ->
                Stream.of(
                        Named.of("never becomes healthy", Worker.unhealthy()),
                        Named.of("restarts", Worker.restarts()),
                        Named.of("exits", Worker.exits()))
                    .map(worker -> Arguments.of(worker, option)));
  }

  @ParameterizedTest
  @MethodSource("brokenWorkers")
  @Order(2)
  void oneThatIsNotWellIsNoSuccess(String overlay, String option, Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      Digest before = stack.ensureReleased().digest();
      checkout.overlay(overlay);
      Application.of(stack).addToPages("beside a broken worker");

      PipelineRun run = checkout.run(words(option));

      assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(14);
      assertThat(run.lines())
          .anyMatch(line -> line.contains(Worker.NAME))
          .doesNotContain("[+] Pipeline completed successfully");
      assertServes(before, stack);
    }
  }

  @Test
  @Order(3)
  void afterAFailureTheWorkerIsTheOneFromBefore(Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(Worker.works("unless-stopped"))) {
      Digest before = assertDeployed(checkout.run(), stack).digest();
      checkout.overlay(Worker.restarts());
      Application.of(stack).addToPages("beside a worker that restarts");

      PipelineRun run = checkout.run();

      assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(14);
      stack.services().awaitWell(List.of("registry", "db", "app", Worker.NAME));
      assertServes(before, stack);
      assertThat(stack.service(Worker.NAME).imageDigests()).as("what worker runs").contains(before);
      assertThat(Page.of(stack).html()).doesNotContain("beside a worker that restarts");
    }
  }

  private static String[] words(String option) {
    return option.isEmpty() ? new String[0] : new String[] {option};
  }
}
