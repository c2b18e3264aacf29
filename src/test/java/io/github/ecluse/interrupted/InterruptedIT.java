package io.github.ecluse.interrupted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each call of a run to Docker, Compose or the registry, in turn: it fails, or the run is killed or
 * loses its terminal while it goes on. {@code -Dmode=ROLLING} takes one mode, {@code -Devery=9}
 * each ninth interruption. The table of results is {@code target/ecluse/interrupted.md}.
 */
@Tag("interrupted")
@AcceptanceTest
@Order(1)
class InterruptedIT {
  private static final Path TABLE = Path.of("target", "ecluse", "interrupted.md");
  private static final int EVERY = Integer.getInteger("every", 1);

  private static final int WAYS_OF_A_CALL = Way.of(1).size();

  /** No run makes as many calls. */
  private static final int LIMIT = 1000;

  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  private final List<Mode> over = new ArrayList<>();

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicContainer> whateverInterruptsARunNothingIsLost(Stack stack) {
    stack.releases().deploy("--tag", Mode.KEPT_VERSION);
    Front front = new Front(folder);
    return modes()
        .map(
            mode ->
                DynamicContainer.dynamicContainer(
                    mode.name(), interruptionsOf(mode, front, stack)));
  }

  private static Stream<Mode> modes() {
    String asked = System.getProperty("mode", "");
    return asked.isEmpty()
        ? Arrays.stream(Mode.values())
        : Arrays.stream(asked.split(",")).map(Mode::valueOf);
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
                  "%s, call %d: %s".formatted(mode, call, way),
                  () -> interrupt(new Trial(stack, front, mode, way, call), mode));
            });
  }

  private void interrupt(Trial trial, Mode mode) {
    Optional<Outcome> outcome = trial.outcome();
    if (outcome.isEmpty()) {
      over.add(mode);
      assertThat(OUTCOMES)
          .as("interruptions of %s", mode)
          .anyMatch(each -> each.mode() == mode, "one of this mode");
      return;
    }
    OUTCOMES.add(outcome.get());
    assertThat(outcome.get().broken()).as("promises broken: %s", outcome.get()).isEmpty();
  }

  @AfterAll
  static void writeTable() throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| mode | call | command | way | ended | promises |", "|---|---|---|---|---|---|"));
    OUTCOMES.stream().map(Outcome::row).forEach(lines::add);
    long broken = OUTCOMES.stream().filter(outcome -> !outcome.broken().isEmpty()).count();
    lines.add("");
    lines.add("%d interruptions, %d with a broken promise".formatted(OUTCOMES.size(), broken));
    Files.createDirectories(TABLE.getParent());
    Files.write(TABLE, lines);
  }
}
