package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Check;
import io.github.ecluse.report.Recording.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A claim with what this run has shown of it.
 *
 * @param claim the claim
 * @param result whether it is proven
 * @param checks its checks that are part of this run, and how they ended
 */
record Proof(Claim claim, Result result, List<Check> checks) {

  /** What a run has shown of a claim. */
  enum Result {
    PROVEN("Proven"),
    FAILED("Failed"),
    PARTLY("Partly tried"),
    NOT_TRIED("Not tried");

    private final String words;

    Result(String words) {
      this.words = words;
    }

    /** Returns it as a reader sees it. */
    public String words() {
      return words;
    }

    /** Returns the class of its style sheet. */
    public String style() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns what a run has shown of each claim. */
  static List<Proof> of(Claims claims, Recording run) {
    Map<String, List<Check>> byName = new LinkedHashMap<>();
    run.checks()
        .forEach(
            check -> byName.computeIfAbsent(check.name(), name -> new ArrayList<>()).add(check));
    return claims.all().stream().map(claim -> of(claim, byName)).toList();
  }

  private static Proof of(Claim claim, Map<String, List<Check>> byName) {
    List<Check> tried =
        claim.checks().stream()
            .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
            .toList();
    boolean whole = byName.keySet().containsAll(claim.checks());
    return new Proof(claim, result(tried.stream().map(Check::status).toList(), whole), tried);
  }

  private static Result result(List<Status> statuses, boolean whole) {
    if (statuses.contains(Status.FAILED)) {
      return Result.FAILED;
    }
    if (!statuses.contains(Status.PASSED)) {
      return Result.NOT_TRIED;
    }
    boolean all = whole && statuses.stream().allMatch(status -> status == Status.PASSED);
    return all ? Result.PROVEN : Result.PARTLY;
  }
}
