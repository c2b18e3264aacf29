package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.testcontainers.containers.GenericContainer;

/** The registry's disk is full: on a small volume of its own, in memory. */
@Tag("failures")
@OwnStacks
@Order(7)
@Execution(ExecutionMode.CONCURRENT)
class RegistryFullIT {
  private static final int PAYLOAD = 20_000_000;
  private static final String VOLUME_OF_1_GB =
      "  registry-data: {driver_opts: {type: tmpfs, device: tmpfs, o: size=1g}}";

  @Test
  void whatWasThereBeforeStaysWholeAndTheRemedyMakesRoom(@TempDir Path directory, TestStacks stacks)
      throws IOException {
    Engine.local();
    StackDirectory small = StackDirectory.given().copyTo(directory.resolve("stack"));
    Path compose = small.path().resolve("compose.yml");
    Files.writeString(
        compose, Files.readString(compose).replaceFirst("(?m)^  registry-data:$", VOLUME_OF_1_GB));
    Stack stack = stacks.start(small);
    try (GenericContainer<?> keeper = keeperOf(stack)) {
      keeper.start();
      Application application = Application.of(stack);
      application.addBytes(PAYLOAD);
      stack.releases().deploy();
      application.addBytes(PAYLOAD);
      stack.releases().deploy();
      Kept kept = Kept.in(stack);
      leaveFree(PAYLOAD / 2, keeper);
      application.addBytes(PAYLOAD);

      PipelineRun run = stack.releases().attempt(Map.of());

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(12);
      Explanation explanation = Diagnoses.of("the registry's disk is full", run, "registry-full");
      String image = stack.workspace().repository() + ":latest";
      DockerCommand.docker("rmi", "-f", image).run().orThrow();
      DockerCommand.docker("pull", image).run().orThrow();
      kept.assertStillServed();

      kept.assertMendedBy(explanation.remedy());
    }
  }

  /** A volume in memory lasts as long as a container has it, and the stack's own come and go. */
  private static GenericContainer<?> keeperOf(Stack stack) {
    return new GenericContainer<>(ProbeContainer.IMAGE)
        .withCreateContainerCmdModifier(
            cmd -> {
              Objects.requireNonNullElseGet(cmd.getHostConfig(), HostConfig::new)
                  .withBinds(
                      new Bind(stack.compose().name() + "_registry-data", new Volume("/data")));
              cmd.withEntrypoint("sleep", "infinity");
            });
  }

  /** Fills the volume with a file that no registry knows. */
  private static void leaveFree(long bytes, GenericContainer<?> keeper) throws IOException {
    String script =
        "free=$(df -Pk /data | awk 'NR == 2 { print $4 }');"
            + " head -c $((free * 1024 - "
            + bytes
            + ")) /dev/zero >/data/filler";
    try {
      assertThat(keeper.execInContainer("sh", "-c", script).getExitCode()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
