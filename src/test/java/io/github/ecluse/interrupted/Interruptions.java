package io.github.ecluse.interrupted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each call of a run to Docker, Compose or the registry, in turn: it fails, or the run is killed or
 * loses its terminal while it goes on. {@code -Dmode=ROLLING} takes one mode, {@code -Devery=9}
 * each ninth interruption. The modes of each class have a stack of their own, so that both classes
 * run at the same time.
 */
abstract class Interruptions {
  private static final int EVERY = Integer.getInteger("every", 1);

  private static final int WAYS_OF_A_CALL = Way.of(1).size();

  /** No run makes as many calls. */
  private static final int LIMIT = 1000;

  private final List<Mode> modes;
  private final List<Mode> over = new ArrayList<>();

  @TempDir private Path folder;

  Interruptions(Mode... modes) {
    List<Mode> asked =
        Stream.of(System.getProperty("mode", "").split(","))
            .filter(name -> !name.isBlank())
            .map(Mode::valueOf)
            .toList();
    this.modes = Stream.of(modes).filter(mode -> asked.isEmpty() || asked.contains(mode)).toList();
  }

  /** The trials of a class follow each other: they have one stack. */
  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicContainer> whateverInterruptsARunNothingIsLost(TestStacks stacks) {
    if (modes.isEmpty()) {
      return Stream.empty();
    }
    Stack stack = stacks.start(StackDirectory.given());
    stack.releases().deploy("--tag", Mode.KEPT_VERSION);
    Front front = new Front(folder);
    return modes.stream()
        .map(
            mode ->
                DynamicContainer.dynamicContainer(
                    mode.name(), interruptionsOf(mode, front, stack)));
  }

  /** The calls are counted as they are made: a run that makes one more has one more test. */
  private Stream<DynamicTest> interruptionsOf(Mode mode, Front front, Stack stack) {
    return IntStream.range(0, LIMIT)
        .takeWhile(number -> !over.contains(mode))
        .mapToObj(
            number -> {
              int call = number * EVERY / WAYS_OF_A_CALL + 1;
              Way way = Way.of(call).get(number % WAYS_OF_A_CALL);
              return DynamicTest.dynamicTest(
                  "%s, call %s: %s".formatted(mode, call, way),
                  () -> interrupt(new Trial(stack, front, mode, way, call), mode));
            });
  }

  private void interrupt(Trial trial, Mode mode) {
    Optional<Outcome> outcome = trial.outcome();
    if (outcome.isEmpty()) {
      over.add(mode);
      assertThat(OutcomeTable.count(mode)).as("interruptions of %s", mode).isPositive();
      return;
    }
    OutcomeTable.add(outcome.get());
    assertThat(outcome.get().broken()).as("promises broken: %s", outcome.get()).isEmpty();
  }
}
