package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which failure mode was reported for which failure. Each has exactly one, so that a mode that is
 * right for one failure is seen to be reported for no other; the table is {@code
 * target/ecluse/failures.md}. What was printed on this engine is kept beside it, in the form in
 * which {@code FailureTextsTest} reads it.
 */
final class Diagnoses {
  private static final Path FOLDER = Path.of("target", "ecluse");
  private static final Pattern FAILED = Pattern.compile("^\\[-\\] ([a-z]+) failed after .*");
  private static final Map<String, String> REPORTED = new TreeMap<>();

  private Diagnoses() {}

  /**
   * Returns the explanation of a run of {@code build.sh} that met a failure; its remedy is last.
   */
  static Explanation of(String failure, PipelineRun run, String mode) {
    return of(failure, run.lines(), mode);
  }

  /** Returns the explanation in what such a run printed. */
  static Explanation of(String failure, List<String> lines, String mode) {
    Explanation explanation =
        Explanation.in(lines)
            .orElseThrow(() -> new AssertionError(failure + " is not explained: " + lines));
    note(failure, explanation.failure());
    failedStage(lines).ifPresent(stage -> keep(failure, mode, stage, evidence(lines)));
    assertThat(explanation.failure())
        .as("diagnosis of: %s%n%s", failure, String.join("\n", lines))
        .isEqualTo(mode);
    assertThat(lines.get(lines.size() - 1))
        .as("last line of build.sh")
        .startsWith("  remedy: ")
        .endsWith(explanation.remedy());
    return explanation;
  }

  /**
   * Returns the failure mode that the gate recognises in what a command, a page or a log says.
   *
   * @param stage the stage of the pipeline that the text belongs to; {@code gate} for one of none
   */
  static FailureMode of(String failure, String stage, String text, String mode) {
    keep(failure, mode, stage, text);
    FailureMode recognised =
        (stage.equals("gate") ? FailureModes.in(text) : FailureModes.in(stage, text))
            .orElseThrow(() -> new AssertionError(failure + " is not recognised in: " + text));
    note(failure, recognised.name());
    assertThat(recognised.name()).as("diagnosis of: %s%n%s", failure, text).isEqualTo(mode);
    return recognised;
  }

  private static Optional<String> failedStage(List<String> lines) {
    return lines.stream()
        .map(FAILED::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .findFirst();
  }

  /** Returns what the script matched: the output of the stage that failed, and the facts. */
  private static String evidence(List<String> lines) {
    StringBuilder evidence = new StringBuilder();
    for (String line : lines) {
      if (line.startsWith("[*] ")) {
        evidence.setLength(0);
      } else if (FAILED.matcher(line).matches()) {
        break;
      } else {
        evidence.append(line).append('\n');
      }
    }
    lines.stream()
        .filter(line -> line.startsWith("  seen:"))
        .flatMap(line -> List.of(line.substring("  seen:".length()).strip().split(", ")).stream())
        .forEach(fact -> evidence.append("fact: ").append(fact).append('\n'));
    return evidence.toString();
  }

  private static void keep(String failure, String mode, String stage, String text) {
    String name = failure.replaceAll("[^a-zA-Z0-9]+", "-");
    write(
        FOLDER.resolve("texts").resolve(name + ".txt"),
        "failure: %s%nmode: %s%nstage: %s%nengine: %s%ndate: %s%n%n%s"
            .formatted(
                failure,
                mode,
                stage,
                Engine.local().description(),
                LocalDate.now(ZoneOffset.UTC),
                text));
  }

  private static synchronized void note(String failure, String mode) {
    REPORTED.put(failure, mode);
    StringBuilder table =
        new StringBuilder(
            "%s%n%n| failure caused | reported |%n|---|---|%n"
                .formatted(Engine.local().description()));
    REPORTED.forEach(
        (brought, reported) -> table.append("| %s | `%s` |%n".formatted(brought, reported)));
    write(FOLDER.resolve("failures.md"), table.toString());
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
