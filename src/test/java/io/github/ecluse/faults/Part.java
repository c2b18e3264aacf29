package io.github.ecluse.faults;

import io.github.ecluse.gate.GateReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Some of the gate's classes, run on one copy of a stack.
 *
 * @param report what they reported
 * @param took how long they ran
 */
record Part(GateReport report, Duration took) {
  /** Side by side, parts take as long as the longest of them. */
  static Part all(List<Part> parts, List<String> planned) {
    List<GateReport> reports = parts.stream().map(Part::report).toList();
    return new Part(
        GateReport.ofParts(planned, reports),
        parts.stream().map(Part::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO));
  }

  /** Returns a verdict on each change of the copy. */
  List<Verdict> verdicts(Batch batch) {
    return batch.changes().stream()
        .map(each -> new Verdict(each, batch.beside(each), report, took))
        .toList();
  }
}
