package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.gate.GateRun;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} says what the pipeline and the gate say. */
class TroubleshootingTest {
  private static final Path TABLE = Path.of("docs/troubleshooting.md");
  private static final Pattern TEST = Pattern.compile("-Dit\\.test=(\\w+)(?:#(\\w+))?");

  @Test
  void theTableIsWhatTheCodeKnows() throws IOException {
    List<String> rows = FailureModes.all().stream().map(TroubleshootingTest::row).toList();

    try (Stream<String> lines = Files.lines(TABLE)) {
      List<String> there =
          lines
              .filter(line -> line.startsWith("| `"))
              .map(line -> line.substring(0, line.lastIndexOf(" | ")))
              .toList();
      assertThat(without(there, rows))
          .as("rows that docs/troubleshooting.md lacks, without how to reproduce them")
          .isEmpty();
      assertThat(without(rows, there))
          .as("rows of docs/troubleshooting.md that are of no failure mode")
          .isEmpty();
      assertThat(there.equals(rows))
          .as("whether the rows are in the order of failures.properties")
          .isTrue();
    }
  }

  private static List<String> without(List<String> some, List<String> all) {
    return all.stream().filter(row -> !some.contains(row)).toList();
  }

  @Test
  void everyTestThatReproducesAFailureExists() throws IOException {
    List<MatchResult> named = TEST.matcher(Files.readString(TABLE)).results().toList();

    assertThat(named).as("tests named in the table").isNotEmpty();
    for (MatchResult test : named) {
      Class<?> type = GateRun.classOf(test.group(1));
      if (test.group(2) != null) {
        assertThat(type.getDeclaredMethods())
            .as("tests of %s", type)
            .extracting(Method::getName)
            .contains(test.group(2));
      }
    }
  }

  private static String row(FailureMode mode) {
    return "| `%s` | %s | %s | `%s`"
        .formatted(mode.name(), mode.symptom(), mode.cause(), mode.remedy().replace("|", "\\|"));
  }
}
