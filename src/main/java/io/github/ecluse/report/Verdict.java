package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Status;
import java.util.List;

/**
 * The verdict on a run.
 *
 * @param style {@code passed}, {@code failed} or {@code partly}
 * @param words the verdict
 * @param reason what it rests on
 */
record Verdict(String style, String words, String reason) {
  private static final String PARTLY = "partly";

  static Verdict of(Recording run, List<Proof> proofs) {
    int failed = run.checks(Status.FAILED).size();
    int passed = run.checks(Status.PASSED).size();
    int others = run.checks().size() - failed - passed;
    if (failed > 0) {
      return new Verdict("failed", "Failed", counts(failed, "failed", passed, others));
    }
    if (!run.finished()) {
      return new Verdict("failed", "Cut short", "A JVM of this run did not come to its end.");
    }
    if (passed == 0) {
      return new Verdict(PARTLY, "Nothing proven", "No check of this run came to its end.");
    }
    long open = proofs.stream().filter(proof -> proof.result() != Proof.Result.PROVEN).count();
    String counts = counts(passed, "passed", 0, others);
    return open == 0 && others == 0
        ? new Verdict("passed", "Passed", counts)
        : new Verdict(PARTLY, "Passed in part", counts + part(open, proofs.size()));
  }

  private static String counts(int first, String ended, int passed, int others) {
    return "%d %s %s".formatted(first, first == 1 ? "check" : "checks", ended)
        + (passed == 0 ? "" : ", %d passed".formatted(passed))
        + (others == 0 ? "." : ", %d not run to the end.".formatted(others));
  }

  private static String part(long open, int all) {
    return open == 0
        ? ""
        : " This run did not prove %d of the %d claims of the gate.".formatted(open, all);
  }
}
