package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Check;
import io.github.ecluse.report.Recording.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A claim with what this run has shown of it.
 *
 * @param claim the claim
 * @param result whether it is proven
 * @param parts its checks that are part of this run
 */
record Proof(ClaimRow claim, Result result, List<Part> parts) {

  /** What a run has shown of a claim. */
  enum Result {
    PROVEN("Proven"),
    FAILED("Failed"),
    PARTLY("Partly tried"),
    NOT_TRIED("Not tried"),
    /** The stack does not make it. */
    NOT_CLAIMED("Not claimed");

    private final String words;

    Result(String words) {
      this.words = words;
    }

    /** Returns it as a reader sees it. */
    public String words() {
      return words;
    }

    /** Returns its class in the style sheet. */
    public String style() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A check of a claim, with all its invocations.
   *
   * @param title its title
   * @param status how the worst of its invocations ended
   * @param count how many invocations there are
   */
  record Part(String title, Status status, int count) {
    private static Part of(List<Check> invocations) {
      Status worst =
          invocations.stream().map(Check::status).max(Status.BY_WEIGHT).orElse(Status.NOT_RUN);
      return new Part(invocations.get(0).title(), worst, invocations.size());
    }
  }

  /** Returns whether the stack makes the claim. */
  boolean isClaimed() {
    return result != Result.NOT_CLAIMED;
  }

  /** Returns what a run has shown of each claim. */
  static List<Proof> of(ClaimSource claims, Recording run) {
    Map<String, List<Check>> byName = new LinkedHashMap<>();
    run.checks()
        .forEach(
            check -> byName.computeIfAbsent(check.name(), name -> new ArrayList<>()).add(check));
    Set<String> notClaimed = notClaimed(run);
    return claims.all().stream()
        .map(
            claim ->
                notClaimed.contains(claim.name())
                    ? new Proof(claim, Result.NOT_CLAIMED, List.of())
                    : of(claim, byName))
        .toList();
  }

  /** The gate publishes the names of the claims that its stack does not make. */
  private static Set<String> notClaimed(Recording run) {
    return run.entries().stream()
        .map(entry -> entry.values().getOrDefault("not claimed", ""))
        .flatMap(names -> Stream.of(names.split(", ", -1)))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Proof of(ClaimRow claim, Map<String, List<Check>> byName) {
    List<Part> parts =
        claim.checks().stream().filter(byName::containsKey).map(byName::get).map(Part::of).toList();
    boolean whole = byName.keySet().containsAll(claim.checks());
    return new Proof(claim, result(parts.stream().map(Part::status).toList(), whole), parts);
  }

  private static Result result(List<Status> statuses, boolean whole) {
    if (statuses.contains(Status.FAILED)) {
      return Result.FAILED;
    }
    if (!statuses.contains(Status.PASSED)) {
      return Result.NOT_TRIED;
    }
    boolean passed = statuses.stream().allMatch(status -> status == Status.PASSED);
    return whole && passed ? Result.PROVEN : Result.PARTLY;
  }
}
