package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.process.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** No address pool is left for the networks of the stack: on a second engine. */
@Tag("failures")
@OwnStacks
@Order(26)
@Execution(ExecutionMode.CONCURRENT)
class AddressPoolIT {
  /** The engine's default pools are for about 30 networks. */
  private static final int MORE_THAN_ALL = 200;

  @Test
  void itIsToldAndThePoolThatIsFreedServes(@TempDir Path folder, TestStacks stacks) {
    SecondStack stack = stacks.add(SecondStack.in(folder));
    int made = useUpAllPools(stack);
    // One network is not enough for the two of the stack.
    stack.docker("network", "rm", "used-0");

    CommandResult run = stack.run("./build.sh");

    assertThat(run.succeeded()).as("build.sh without an address pool").isFalse();
    Diagnoses.of("no address pool is left", SecondStack.lines(run), "no-address-pool");
    for (int number = 1; number < made; number++) {
      stack.docker("network", "rm", "used-" + number);
    }
    stack.run("./build.sh").orThrow();
  }

  private static int useUpAllPools(SecondStack stack) {
    for (int number = 0; number < MORE_THAN_ALL; number++) {
      CommandResult network = stack.attempt("docker", "network", "create", "used-" + number).run();
      if (!network.succeeded()) {
        assertThat(network.stderr()).as("why there is no network more").contains("address pool");
        return number;
      }
    }
    throw new AssertionError("the engine had pools for " + MORE_THAN_ALL + " networks");
  }
}
