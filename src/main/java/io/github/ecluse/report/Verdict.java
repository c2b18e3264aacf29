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
    int others = run.checks().size() - failed - passed - run.checks(Status.NOT_CLAIMED).size();
    String reason = checks(failed, passed, others) + claims(proofs);
    if (failed > 0) {
      return new Verdict("failed", "Failed", reason);
    }
    if (!run.finished()) {
      return new Verdict("failed", "Cut short", "A JVM of this run did not come to its end.");
    }
    if (passed == 0) {
      return new Verdict(PARTLY, "Nothing proven", "No check of this run came to its end.");
    }
    return others == 0 && !run.part()
        ? new Verdict("passed", "Passed", reason)
        : new Verdict(PARTLY, "Passed in part", reason);
  }

  private static String checks(int failed, int passed, int others) {
    String all =
        "%d of %d checks".formatted(failed > 0 ? failed : passed, failed + passed + others);
    return all + (failed > 0 ? " failed" : " passed") + (others == 0 ? "." : rest(others));
  }

  private static String rest(int others) {
    return others == 1
        ? "; 1 was not run to its end."
        : "; %d were not run to their end.".formatted(others);
  }

  private static String claims(List<Proof> proofs) {
    long proven = proofs.stream().filter(proof -> proof.result() == Proof.Result.PROVEN).count();
    return proofs.isEmpty() ? "" : " %d of %d claims are proven.".formatted(proven, proofs.size());
  }
}
