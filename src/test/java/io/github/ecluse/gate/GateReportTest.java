package io.github.ecluse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.gate.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of results: whole, cut short, and none. */
class GateReportTest {
  private static final List<String> PLANNED = List.of("A.first", "B.second");
  private static final String FIRST =
      "{\"check\":\"A.first\",\"status\":\"PASSED\",\"message\":\"\"}";
  private static final String SECOND =
      "{\"check\":\"B.second\",\"status\":\"FAILED\",\"message\":\"why\"}";

  @TempDir private Path directory;

  @Test
  void aRunThatEndedHasNoGaps() throws IOException {
    GateReport report = read(FIRST, SECOND, OutcomeWriter.END);

    assertThat(report.gaps()).isEmpty();
    assertThat(report.failed()).containsExactly(new Outcome("B.second", Status.FAILED, "why"));
    assertThat(report.checksThatRan()).isEqualTo(2);
  }

  @Test
  void withoutAFileNothingRan() {
    GateReport report = GateReport.read(directory.resolve("results.jsonl"), PLANNED);

    assertThat(report.gaps())
        .hasSize(3)
        .contains("A.first did not run", "B.second did not run")
        .first()
        .asString()
        .contains("wrote no results");
  }

  @Test
  void anEmptyFileIsARunThatWasCutShort() throws IOException {
    assertThat(read().trouble()).contains("cut short");
    assertThat(read().gaps()).hasSize(3);
  }

  @Test
  void withoutAnEndTheRunWasCutShort() throws IOException {
    assertThat(read(FIRST, SECOND).gaps()).singleElement().asString().contains("cut short");
  }

  @Test
  void halfALineIsCutShort() throws IOException {
    GateReport report = read(FIRST, SECOND.substring(0, 20));

    assertThat(report.outcomes()).hasSize(1);
    assertThat(report.trouble()).contains("cut short");
  }

  @Test
  void resultsAfterTheEndAreNotTrusted() throws IOException {
    assertThat(read(FIRST, OutcomeWriter.END, SECOND).trouble()).isNotEmpty();
  }

  @Test
  void aMethodThatNeverEndedHasNotRunWhateverItsInvocationsSay() {
    GateReport report =
        new GateReport(List.of("A.first"), List.of(passed("A.first[1]"), passed("A.first[2]")), "");

    assertThat(report.gaps()).containsExactly("A.first did not run");
  }

  @Test
  void invocationsAreCountedOnce() {
    GateReport report =
        new GateReport(
            PLANNED,
            List.of(
                passed("A.first[1]"), passed("A.first[2]"), passed("A.first"), passed("B.second")),
            "");

    assertThat(report.gaps()).isEmpty();
    assertThat(report.ran()).hasSize(3);
    assertThat(report.checksThatRan()).isEqualTo(2);
  }

  @Test
  void onePartThatWasCutShortMakesTheWholeSo() {
    GateReport whole = new GateReport(List.of("A.first"), List.of(passed("A.first")), "");
    GateReport cut = GateReport.nothing(List.of("B.second"), "the JVM is dead");

    assertThat(GateReport.ofParts(PLANNED, List.of(whole, cut)).gaps())
        .containsExactly("the JVM is dead", "B.second did not run");
  }

  private static Outcome passed(String check) {
    return new Outcome(check, Status.PASSED, "");
  }

  private GateReport read(String... lines) throws IOException {
    Path results = directory.resolve("results.jsonl");
    Files.write(results, List.of(lines));
    return GateReport.read(results, PLANNED);
  }
}
