package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.gate.GateRun;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of the examples: each still fits its stack, and a check that the stack claims. */
class ExampleFaultsTest {
  private static final int AT_LEAST = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"node", "spring", "site"})
  void eachAppliesAndNamesACheckOfAClaimThatItsStackMakes(String example) {
    StackDirectory stack = new StackDirectory(Path.of("examples", example).toAbsolutePath());
    Path copy = stack.copyTo(folder.resolve("stack")).path();
    List<Change> faults = Catalogue.of(stack).faults();

    assertThat(faults).as("faults of %s", example).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    for (Change fault : faults) {
      assertThat(fault.why()).as("why of %s", fault.file()).isNotBlank();
      assertThat(fault.says()).as("says of %s", fault.file()).isNotBlank();
      Class<?> type = GateRun.classOf(fault.checkClass());
      assertThat(Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()))
          .as("checks of %s", type)
          .contains(fault.check().split("\\.", 2)[1]);
      assertThat(GateRun.plan(List.of(type.getName()), stack))
          .as("checks of the claims of %s", example)
          .contains(fault.check());
      fault.applyTo(copy);
      fault.takeBackFrom(copy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "spring", "site"})
  void thePageOfTheExamplesHasARowForEach(String example) throws IOException {
    StackDirectory stack = new StackDirectory(Path.of("examples", example));
    List<String> wanted =
        Catalogue.of(stack).faults().stream()
            .map(
                fault ->
                    "| %s | `%s` | %s | `%s` |"
                        .formatted(example, fault.name(), fault.why(), fault.check()))
            .toList();

    assertThat(Files.readAllLines(Path.of("examples", "README.md")))
        .filteredOn(line -> line.startsWith("| %s |".formatted(example)))
        .containsExactlyElementsOf(wanted);
  }
}
