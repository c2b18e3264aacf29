package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which failure mode was reported for which failure. Each has exactly one, so that a mode that is
 * right for one failure is seen to be reported for no other; the table is {@code
 * target/ecluse/failures.md}.
 */
final class Diagnoses {
  private static final Path TABLE = Path.of("target", "ecluse", "failures.md");
  private static final Map<String, String> REPORTED = new TreeMap<>();

  private Diagnoses() {}

  /** The explanation of a run of {@code build.sh} that met a failure; its remedy comes last. */
  static Explanation of(String failure, PipelineRun run, String mode) {
    return of(failure, run.lines(), mode);
  }

  /** The same, of what such a run printed. */
  static Explanation of(String failure, List<String> lines, String mode) {
    Explanation explanation =
        Explanation.in(lines)
            .orElseThrow(() -> new AssertionError(failure + " is not explained: " + lines));
    note(failure, explanation.failure());
    assertThat(explanation.failure())
        .as("diagnosis of: %s%n%s", failure, String.join("\n", lines))
        .isEqualTo(mode);
    assertThat(lines.get(lines.size() - 1))
        .as("last line of build.sh")
        .startsWith("  remedy: ")
        .endsWith(explanation.remedy());
    return explanation;
  }

  /** The failure mode that the gate recognises in what a command, a page or a log says. */
  static FailureMode of(String failure, String text, String mode) {
    FailureMode recognised =
        FailureModes.in(text)
            .orElseThrow(() -> new AssertionError(failure + " is not recognised in: " + text));
    note(failure, recognised.name());
    assertThat(recognised.name()).as("diagnosis of: %s%n%s", failure, text).isEqualTo(mode);
    return recognised;
  }

  private static synchronized void note(String failure, String mode) {
    REPORTED.put(failure, mode);
    StringBuilder table = new StringBuilder("| failure brought about | reported |\n|---|---|\n");
    REPORTED.forEach(
        (brought, reported) -> table.append("| %s | `%s` |%n".formatted(brought, reported)));
    try {
      Files.createDirectories(TABLE.getParent());
      Files.writeString(TABLE, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
