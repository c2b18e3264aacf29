package io.github.ecluse.faults;

import static io.github.ecluse.faults.Verdicts.FOUND;
import static io.github.ecluse.faults.Verdicts.PLANNED;
import static io.github.ecluse.faults.Verdicts.change;
import static io.github.ecluse.faults.Verdicts.fault;
import static io.github.ecluse.faults.Verdicts.onAFault;
import static io.github.ecluse.faults.Verdicts.passed;
import static io.github.ecluse.faults.Verdicts.verdict;
import static io.github.ecluse.faults.Verdicts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.Outcome.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs on a fault that must not count as right, beside those that must. */
class FaultVerdictTest {
  @Test
  void aFaultIsFoundByItsCheckInTheExpectedWords() {
    Verdict verdict = onAFault(with(FOUND, "PipelineIT.deploys", "NetworkIT.pings"));

    assertThat(verdict.isRight()).isTrue();
    assertThat(verdict.seen()).isEqualTo("NetworkIT.listens: port 9000 is open");
  }

  @Test
  void aFaultIsFoundByOneOfSeveralInvocations() {
    Outcome second = new Outcome("NetworkIT.listens[2]", Status.FAILED, "port 9000 is open");
    List<Outcome> outcomes =
        with(second, "PipelineIT.deploys", "NetworkIT.pings", "NetworkIT.listens[1]");

    assertThat(onAFault(outcomes).isRight()).isTrue();
  }

  @Test
  void aFaultIsNotFoundInOtherWords() {
    Outcome other = new Outcome("NetworkIT.listens", Status.FAILED, "connection refused");

    assertThat(onAFault(with(other, "PipelineIT.deploys", "NetworkIT.pings")).wrong())
        .containsExactly("NetworkIT.listens: connection refused");
  }

  @Test
  void aFaultIsNotFoundIfACheckBeforeItDidNotRun() {
    assertThat(onAFault(with(FOUND, "PipelineIT.deploys")).wrong())
        .containsExactly("NetworkIT.pings did not run");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASSED")
  void aFaultIsNotFoundIfACheckBeforeItDidNotPass(Status status) {
    List<Outcome> outcomes = with(FOUND, "PipelineIT.deploys");
    outcomes.add(new Outcome("NetworkIT.pings", status, "why"));

    assertThat(onAFault(outcomes).wrong()).singleElement().asString().contains("why");
  }

  @Test
  void aFaultIsNotFoundByACheckAfterItsOwn() {
    Outcome after = new Outcome("HealthIT.notices", Status.FAILED, "port 9000 is open");

    assertThat(onAFault(with(after, "PipelineIT.deploys", "NetworkIT.pings")).wrong())
        .contains("NetworkIT.listens did not fail", "HealthIT.notices: port 9000 is open");
  }

  @Test
  void aFaultIsNotFoundIfAllPassed() {
    assertThat(onAFault(passed(PLANNED)).wrong()).containsExactly("NetworkIT.listens did not fail");
  }

  @Test
  void aFaultIsNotFoundIfTheClassOfItsCheckFailedAsAWhole() {
    Outcome whole = new Outcome("NetworkIT", Status.FAILED, "port 9000 is open");

    assertThat(onAFault(with(whole, "PipelineIT.deploys", "NetworkIT.pings")).isRight()).isFalse();
  }

  @Test
  void aFaultIsNotFoundByARunThatWasCutShort() {
    List<Outcome> outcomes = with(FOUND, "PipelineIT.deploys", "NetworkIT.pings");
    GateReport report = new GateReport(PLANNED, outcomes, "the JVM is dead");

    assertThat(verdict(fault(), report).wrong()).containsExactly("the JVM is dead");
  }

  @Test
  void aFaultIsNotFoundIfItsCheckWasNotPlanned() {
    GateReport report = new GateReport(List.of("OtherIT.passes"), List.of(FOUND), "");

    assertThat(verdict(fault(), report).wrong())
        .containsExactly("NetworkIT.listens was not planned");
  }

  @Test
  void aStackThatNeverStartedFindsNoFaultOfARunningOne() {
    Outcome without =
        new Outcome("NetworkIT.listens", Status.WITHOUT_STACK, "no stack: port 9000 is open");

    assertThat(onAFault(with(without, "PipelineIT.deploys", "NetworkIT.pings")).isRight())
        .isFalse();
  }

  @Test
  void aStackThatIsRefusedFindsTheFaultThatIsMeantForIt() {
    Outcome refused =
        new Outcome("PipelineIT.deploys", Status.WITHOUT_STACK, "its ports can't be set");
    Change fault = change("PipelineIT.deploys", "ports can't be set");

    assertThat(verdict(fault, new GateReport(PLANNED, List.of(refused), "")).isRight()).isTrue();
  }

  @Test
  void aFaultWithoutWordsIsNeverFound() {
    List<Outcome> outcomes = with(FOUND, "PipelineIT.deploys", "NetworkIT.pings");
    Change silent = change(FOUND.check(), "");

    assertThat(verdict(silent, new GateReport(PLANNED, outcomes, "")).isRight()).isFalse();
  }

  @Test
  void aFaultIsNotFoundByTheFolderOfItsEvidence() {
    String message = "timeout\n  evidence:     target/faults/port-9000 is open/failures";
    Outcome outcome = new Outcome("NetworkIT.listens", Status.FAILED, message);

    assertThat(onAFault(with(outcome, "PipelineIT.deploys", "NetworkIT.pings")).isRight())
        .isFalse();
  }
}
