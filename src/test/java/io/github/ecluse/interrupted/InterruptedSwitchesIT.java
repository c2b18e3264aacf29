package io.github.ecluse.interrupted;

import io.github.ecluse.junit.OwnStacks;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Interrupts rolling releases, rollbacks and collections of garbage. */
@Tag("interrupted")
@OwnStacks
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class InterruptedSwitchesIT extends Interruptions {
  InterruptedSwitchesIT() {
    super(Mode.ROLLING, Mode.ROLLBACK, Mode.GARBAGE);
  }
}
