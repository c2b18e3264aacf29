package io.github.ecluse.faults;

import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.Outcome.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Verdicts on runs as a test wants them. */
final class Verdicts {
  static final List<String> PLANNED =
      List.of("PipelineIT.deploys", "NetworkIT.pings", "NetworkIT.listens", "HealthIT.notices");

  static final Outcome FOUND = new Outcome("NetworkIT.listens", Status.FAILED, "port 9000 is open");

  private Verdicts() {}

  static Verdict onAVariant(List<Outcome> outcomes) {
    return verdict(change("", ""), new GateReport(PLANNED, outcomes, ""));
  }

  static Verdict onAFault(List<Outcome> outcomes) {
    return verdict(fault(), new GateReport(PLANNED, outcomes, ""));
  }

  static Change fault() {
    return change("NetworkIT.listens", "9000 is open");
  }

  static Verdict verdict(Change change, GateReport report, String... beside) {
    return new Verdict(change, List.of(beside), report, Duration.ofSeconds(7));
  }

  static Change change(String check, String says) {
    return new Change("name", "why", check, says, "name", "", "", Path.of("name.diff"));
  }

  static List<Outcome> with(Outcome outcome, String... passed) {
    return new ArrayList<>(
        Stream.concat(passed(List.of(passed)).stream(), Stream.of(outcome)).toList());
  }

  static List<Outcome> passed(List<String> checks) {
    return new ArrayList<>(
        checks.stream().map(check -> new Outcome(check, Status.PASSED, "")).toList());
  }
}
