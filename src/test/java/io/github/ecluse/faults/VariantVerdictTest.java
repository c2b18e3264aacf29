package io.github.ecluse.faults;

import static io.github.ecluse.faults.Verdicts.PLANNED;
import static io.github.ecluse.faults.Verdicts.change;
import static io.github.ecluse.faults.Verdicts.onAVariant;
import static io.github.ecluse.faults.Verdicts.passed;
import static io.github.ecluse.faults.Verdicts.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.Outcome.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs on a harmless variant that must not count as right, beside the one that must. */
class VariantVerdictTest {
  @Test
  void aVariantIsRightOnceAllChecksHavePassed() {
    assertThat(onAVariant(passed(PLANNED)).isRight()).isTrue();
    assertThat(onAVariant(passed(PLANNED)).seen()).isEqualTo("nothing");
  }

  @Test
  void aVariantIsWrongIfNothingRan() {
    assertThat(onAVariant(List.of()).wrong()).hasSameSizeAs(PLANNED);
  }

  @Test
  void aVariantIsWrongIfNothingWasPlanned() {
    GateReport report = new GateReport(List.of(), List.of(), "");

    assertThat(verdict(change("", ""), report).wrong()).containsExactly("no check was planned");
  }

  @Test
  void aVariantIsWrongIfTheLastCheckIsMissing() {
    assertThat(onAVariant(passed(PLANNED.subList(0, 3))).wrong())
        .containsExactly("HealthIT.notices did not run");
  }

  @Test
  void aVariantIsWrongIfTheRunWasCutShort() {
    GateReport report = new GateReport(PLANNED, passed(PLANNED), "the JVM is dead");

    assertThat(verdict(change("", ""), report).wrong()).containsExactly("the JVM is dead");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASSED")
  void aVariantIsWrongIfACheckDidNotPass(Status status) {
    List<Outcome> outcomes = passed(PLANNED.subList(0, 3));
    outcomes.add(new Outcome("HealthIT.notices", status, "why"));

    assertThat(onAVariant(outcomes).wrong()).singleElement().asString().contains("why");
  }

  @Test
  void aVariantIsWrongIfAClassFailedAfterItsChecks() {
    List<Outcome> outcomes = passed(PLANNED);
    outcomes.add(new Outcome("HealthIT", Status.FAILED, "could not clean up"));

    assertThat(onAVariant(outcomes).wrong()).containsExactly("HealthIT: could not clean up");
  }

  @Test
  void aVariantIsWrongOnAReportOfAnotherClass() {
    assertThat(onAVariant(passed(List.of("OtherIT.passes"))).wrong())
        .hasSize(PLANNED.size() + 1)
        .contains("OtherIT.passes was not planned");
  }
}
