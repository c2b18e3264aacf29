package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.containers.HostProcesses;
import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A volume is gone: what it held is lost, and all the rest is not. */
@Tag("failures")
@AcceptanceTest
@Order(15)
class VolumeGoneIT {
  @Test
  void theRegistrysVolume(Stack stack) {
    Digest before = stack.ensureReleasedAndWell().digest();
    MarkedRow row = MarkedRow.leftIn(stack);
    removeVolume("registry-data", stack);
    stack.compose().up();

    Explanation explanation =
        Diagnoses.of(
            "the registry's volume is gone",
            stack.releases().attempt(Map.of(), "--list"),
            "registry-lost");
    assertThat(stack.service("app").imageDigests()).as("what serves meanwhile").contains(before);

    assertThat(stack.releases().paste(explanation.remedy()).succeeded()).as("remedy").isTrue();
    assertThat(stack.registry().digest("app", "latest")).as("latest").contains(before);
    assertThat(row.isThere()).as("%s from before", row).isTrue();
  }

  @Test
  void theDatabasesVolume(Stack stack) {
    Digest before = stack.ensureReleasedAndWell().digest();
    MarkedRow row = MarkedRow.leftIn(stack);
    removeVolume("db-data", stack);

    Digest after = stack.releases().deploy().digest();

    assertCountedAnew(row, stack);
    assertThat(stack.registry().digest("app", "latest")).as("latest").contains(after);
    assertThat(stack.registry().digest("app", before.value())).as("the image before").isPresent();
  }

  /** Docker kills after 10 s what it stops; half a database on the volume would never be well. */
  @Test
  void aNewDatabaseIsNotStoppedBeforeItHasStarted(Stack stack) {
    stack.ensureReleasedAndWell();
    MarkedRow row = MarkedRow.leftIn(stack);
    removeVolume("db-data", stack);
    HostProcesses host = stack.host();
    stack.compose().command("docker", "compose", "up", "-d", "db").orThrow();
    ServiceContainer database = stack.service("db");
    host.signalAll("STOP", database.pid());
    assertThat(database.isStarting()).as("db is in its first start").isTrue();

    PipelineRun run =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.contains("db is still starting")) {
                    host.signalAll("CONT", database.pid());
                  }
                });

    assertThat(run.deployed()).as("deployed, with exit code %d", run.exitCode()).isTrue();
    assertCountedAnew(row, stack);
  }

  /** The first look at the page of a new database counts one visit, and each further one more. */
  private static void assertCountedAnew(MarkedRow before, Stack stack) {
    assertThat(Page.of(stack).visits()).as("visits at the first look").isEqualTo(1);
    assertThat(before.isThere()).as("%s of the lost volume is there", before).isFalse();
  }

  private static void removeVolume(String name, Stack stack) {
    stack.compose().down();
    stack.engine().client().removeVolumeCmd(stack.compose().name() + "_" + name).exec();
  }
}
