package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertFailed;
import static io.github.ecluse.checkout.Outcomes.assertServes;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Migration;
import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A migration uses the application's image, and must have ended well before the application. */
@Tag("settings")
@AcceptanceTest
@Order(3)
class MigrationsIT {
  private static final String MIGRATE = "migrate";

  @ParameterizedTest
  @CsvSource({"plain,", "rolling,--rolling"})
  @Order(1)
  void itRunsFirstWithTheNewImage(String mode, String option, Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(Migration.running("exit 0"))) {
      assertDeployed(checkout.run(), stack);
      String first = stack.service(MIGRATE).id();
      Application.of(stack).addToPages("after a migration " + System.nanoTime());

      assertDeployed(checkout.run(words(option)), stack);

      ServiceContainer migration = stack.service(MIGRATE);
      assertThat(migration.id()).as("container of the migration").isNotEqualTo(first);
      assertThat(migration.exitCode()).as("exit code of the migration").isZero();
      assertThat(migration.imageId())
          .as("image of the migration")
          .isEqualTo(stack.service("app").imageId());
      assertThat(migration.finishedAt())
          .as("end of the migration, beside the start of app")
          .isBeforeOrEqualTo(startOf(stack.service("app"), stack));
    }
  }

  @ParameterizedTest
  @CsvSource({"plain,", "rolling,--rolling"})
  @Order(2)
  void whereItFailsTheVersionBeforeServes(String mode, String option, Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(Migration.running("exit 0"))) {
      Digest before = assertDeployed(checkout.run(), stack).digest();
      MarkedRow row = MarkedRow.leftIn(stack);
      checkout.overlay(Migration.running("echo 'the column exists' >&2; exit 3"));
      Application.of(stack).addToPages("after a migration that failed");

      PipelineRun run = checkout.run(words(option));

      assertFailed(run, 14, "migration-failed");
      assertThat(run.lines()).anyMatch(line -> line.contains("the column exists"));
      assertServes(before, stack);
      assertThat(row.isThere()).as("%s from before", row).isTrue();
    }
  }

  private static Instant startOf(ServiceContainer container, Stack stack) {
    ContainerState state =
        stack.engine().client().inspectContainerCmd(container.id()).exec().getState();
    return Instant.parse(state.getStartedAt());
  }

  private static String[] words(String option) {
    return option == null ? new String[0] : new String[] {option};
  }
}
