package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Check;
import io.github.ecluse.report.Recording.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the templates show, by name. */
final class ReportModel {
  private static final int SLOWEST = 10;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * A check with its time.
   *
   * @param width how wide its bar is, in percent of the slowest one's
   */
  record Row(Check check, String took, String width, String style, String ended) {}

  private ReportModel() {}

  /**
   * Returns the model of a report.
   *
   * @param directory the directory of the page, which links are relative to
   */
  static Map<String, Object> of(Recording run, ClaimSource claims, Path directory) {
    List<Proof> all = Proof.of(claims, run);
    List<Proof> proofs = all.stream().filter(Proof::isClaimed).toList();
    List<Proof> tried = proofs.stream().filter(proof -> !proof.parts().isEmpty()).toList();
    List<ReleaseView> releases = ReleaseView.in(run);
    Map<String, Object> model = new HashMap<>();
    model.put("verdict", Verdict.of(run, proofs));
    model.put("began", MINUTE.format(Instant.parse(run.began())));
    model.put("took", Times.of(run.tookMillis()));
    model.put(
        "failures",
        run.checks(Status.FAILED).stream().map(one -> FailureView.of(one, directory)).toList());
    model.put(
        "sections",
        tried.stream()
            .collect(
                Collectors.groupingBy(
                    proof -> proof.claim().section(), LinkedHashMap::new, Collectors.toList())));
    model.put("claimed", proofs.size());
    model.put("untried", proofs.stream().filter(proof -> proof.parts().isEmpty()).toList());
    model.put("unclaimed", all.stream().filter(proof -> !proof.isClaimed()).toList());
    model.put(
        "stopped",
        rows(
            run.checks().stream()
                .filter(one -> one.status() != Status.PASSED && one.status() != Status.FAILED)
                .toList()));
    model.put("releases", releases);
    model.put(
        "shown",
        releases.stream()
            .filter(ReleaseView::deployed)
            .findFirst()
            .or(() -> releases.stream().findFirst())
            .orElse(null));
    model.put("origin", Origin.of(run));
    model.put(
        "slowest",
        rows(
            run.checks().stream()
                .sorted(Comparator.comparingLong(Check::tookMillis).reversed())
                .limit(SLOWEST)
                .toList()));
    model.put("checks", rows(run.checks()));
    return model;
  }

  private static List<Row> rows(List<Check> checks) {
    long longest = Math.max(1, checks.stream().mapToLong(Check::tookMillis).max().orElse(1));
    return checks.stream()
        .map(
            check ->
                new Row(
                    check,
                    Times.of(check.tookMillis()),
                    String.format(Locale.ROOT, "%.1f", check.tookMillis() * 100.0 / longest),
                    check.status().style(),
                    check.status().words()))
        .toList();
  }
}
