package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} says what the pipeline and the gate say. */
class TroubleshootingTest {
  @Test
  void theTableIsWhatTheCodeKnows() throws IOException {
    List<String> rows = FailureModes.all().stream().map(TroubleshootingTest::row).toList();

    try (Stream<String> lines = Files.lines(Path.of("docs/troubleshooting.md"))) {
      assertThat(lines.filter(line -> line.startsWith("| `")))
          .as("rows of docs/troubleshooting.md, without how to reproduce them")
          .extracting(line -> line.substring(0, line.lastIndexOf(" | ")))
          .containsExactlyElementsOf(rows);
    }
  }

  private static String row(FailureMode mode) {
    return "| `%s` | %s | %s | `%s`"
        .formatted(mode.name(), mode.symptom(), mode.cause(), mode.remedy())
        .replace("||", "\\|\\|");
  }
}
