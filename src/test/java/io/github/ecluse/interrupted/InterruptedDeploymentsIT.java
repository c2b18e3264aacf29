package io.github.ecluse.interrupted;

import io.github.ecluse.junit.OwnStacks;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Interrupts releases that take the stack down and up. */
@Tag("interrupted")
@OwnStacks
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class InterruptedDeploymentsIT extends Interruptions {
  InterruptedDeploymentsIT() {
    super(Mode.PLAIN, Mode.TAG, Mode.FIRST);
  }
}
