package io.github.ecluse.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checks that were to run, and what came of them.
 *
 * @param planned class and method of each check that was to run, in the gate's order
 * @param outcomes what the run reported, in the order in which it fell
 * @param trouble why the run did not come to its end; empty if it did
 */
public record GateReport(List<String> planned, List<Outcome> outcomes, String trouble) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the report of a run that ended before it could report anything. */
  public static GateReport nothing(List<String> planned, String trouble) {
    return new GateReport(planned, List.of(), trouble);
  }

  /**
   * Returns the report of a gate that ran in parts.
   *
   * @param planned the checks that were to run in all parts, in the gate's order
   * @param parts the report of each part
   */
  public static GateReport ofParts(List<String> planned, List<GateReport> parts) {
    return new GateReport(
        planned,
        parts.stream().flatMap(part -> part.outcomes.stream()).toList(),
        parts.stream()
            .map(GateReport::trouble)
            .filter(trouble -> !trouble.isEmpty())
            .collect(Collectors.joining("; ")));
  }

  /**
   * Reads what an {@link OutcomeWriter} wrote.
   *
   * @param results the file; without it, nothing was reported
   * @param planned the checks that were to run
   */
  static GateReport read(Path results, List<String> planned) {
    if (!Files.exists(results)) {
      return nothing(planned, "the run wrote no results: " + results);
    }
    List<Outcome> outcomes = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(results);
      int end = lines.indexOf(OutcomeWriter.END);
      for (String line : lines.subList(0, end < 0 ? lines.size() : end)) {
        outcomes.add(JSON.readValue(line, Outcome.class));
      }
      boolean endsThere = end >= 0 && end == lines.size() - 1;
      return new GateReport(
          planned, outcomes, endsThere ? "" : "the run was cut short: " + results);
    } catch (JsonProcessingException e) {
      return new GateReport(planned, outcomes, "a result was cut short: " + results);
    } catch (IOException e) {
      return new GateReport(planned, outcomes, "the results can't be read: " + e);
    }
  }

  /** Returns the failures, those of whole classes among them. */
  public List<Outcome> failed() {
    return outcomes.stream().filter(Outcome::failed).toList();
  }

  /** Returns the checks that ran, each of several invocations counted. */
  public List<Outcome> ran() {
    Set<String> repeated =
        outcomes.stream()
            .filter(Outcome::hasNumber)
            .map(Outcome::method)
            .collect(Collectors.toSet());
    return outcomes.stream()
        .filter(Outcome::ran)
        .filter(outcome -> outcome.hasNumber() || !repeated.contains(outcome.check()))
        .toList();
  }

  /** Returns how many of the planned checks passed or failed. */
  public long checksThatRan() {
    return planned.stream().filter(check -> gap(check).isEmpty()).count();
  }

  /** Returns the planned checks that come before one of them; all of them if it is not planned. */
  public List<String> before(String check) {
    return planned.stream().takeWhile(each -> !each.equals(check)).toList();
  }

  /**
   * Returns why this is no report of a run of all planned checks, one sentence for each reason;
   * none if each of them has passed or failed.
   */
  public List<String> gaps() {
    return gaps(planned);
  }

  /**
   * Returns why this is no report of a run of some planned checks, one sentence for each reason.
   *
   * @param checks those that had to run; of the others nothing is asked
   */
  public List<String> gaps(List<String> checks) {
    List<String> gaps = new ArrayList<>();
    if (!trouble.isEmpty()) {
      gaps.add(trouble);
    }
    if (planned.isEmpty()) {
      gaps.add("no check was planned");
    }
    checks.stream().map(this::gap).filter(gap -> !gap.isEmpty()).forEach(gaps::add);
    outcomes.stream()
        .filter(outcome -> !isOfAWholeClass(outcome) && !planned.contains(outcome.method()))
        .filter(Outcome::ran)
        .map(outcome -> outcome.check() + " was not planned")
        .forEach(gaps::add);
    return gaps;
  }

  private static boolean isOfAWholeClass(Outcome outcome) {
    return !outcome.check().contains(".");
  }

  /** A method with several invocations has an outcome of its own once all of them have ended. */
  private String gap(String check) {
    List<Outcome> own = outcomes.stream().filter(each -> each.method().equals(check)).toList();
    if (own.stream().anyMatch(Outcome::failed)) {
      return "";
    }
    return own.stream()
        .filter(outcome -> !outcome.ran())
        .findFirst()
        .map(outcome -> check + " did not run: " + outcome.message())
        .orElseGet(
            () ->
                own.stream().anyMatch(outcome -> outcome.check().equals(check))
                    ? ""
                    : check + " did not run");
  }
}
