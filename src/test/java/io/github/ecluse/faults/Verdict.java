package io.github.ecluse.faults;

import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.Outcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the gate made of a change.
 *
 * @param change the change
 * @param beside the names of the harmless variants that the same copy of the stack had
 * @param report which checks were to run, and what came of them
 * @param took how long the gate ran
 */
record Verdict(Change change, List<String> beside, GateReport report, Duration took) {
  /** A stack that is refused makes every check fail, for the same reason. */
  private static final int SHOWN = 3;

  private static final int LONGEST_MESSAGE = 120;

  /**
   * Returns whether the gate was right. On a harmless variant every check must have run and passed.
   * A fault must make its own check fail, with the expected words, after every check before it has
   * run and passed.
   */
  boolean isRight() {
    return wrong().isEmpty();
  }

  /** Returns why the gate was not right, one sentence for each reason; none if it was. */
  List<String> wrong() {
    return change.isFault() ? wrongOnAFault() : wrongOnAVariant();
  }

  private List<String> wrongOnAVariant() {
    List<String> wrong = new ArrayList<>(report.gaps());
    report.failed().forEach(outcome -> wrong.add(brief(outcome)));
    return wrong;
  }

  private List<String> wrongOnAFault() {
    String check = change.check();
    if (!report.planned().contains(check)) {
      return List.of(check + " was not planned");
    }
    List<String> needed = new ArrayList<>(report.before(check));
    needed.add(check);
    List<String> wrong = new ArrayList<>(report.gaps(needed));
    List<Outcome> failed = report.failed();
    if (failed.stream().noneMatch(outcome -> outcome.method().equals(check))) {
      wrong.add(check + " did not fail");
    }
    failed.stream().filter(outcome -> !finds(outcome)).map(Verdict::brief).forEach(wrong::add);
    return wrong;
  }

  /** A stack that did not start is what a fault is for only if its check is where stacks start. */
  private boolean finds(Outcome outcome) {
    return outcome.method().equals(change.check())
        && withoutFolder(outcome.message()).contains(change.says())
        && !change.says().isBlank()
        && (outcome.status() == Status.FAILED || GateRun.startsTheStack(change.checkClass()));
  }

  /** The folder of the evidence has the change's name, which may hold the words that are sought. */
  private static String withoutFolder(String message) {
    return message.replaceFirst("evidence: .*", "");
  }

  /** Returns what was seen in one line: the check that found a fault, or what is wrong. */
  String seen() {
    List<String> seen = isRight() ? report.failed().stream().map(Verdict::brief).toList() : wrong();
    String line = seen.isEmpty() ? "nothing" : shortened(seen);
    return beside.isEmpty() ? line : line + " (together with %d more)".formatted(beside.size());
  }

  private static String shortened(List<String> all) {
    String first =
        all.stream().limit(SHOWN).map(Verdict::inOneLine).collect(Collectors.joining(", "));
    return all.size() <= SHOWN ? first : first + ", and %d more".formatted(all.size() - SHOWN);
  }

  private static String brief(Outcome outcome) {
    String message = inOneLine(outcome.message());
    return outcome.method()
        + ": "
        + message.substring(0, Math.min(LONGEST_MESSAGE, message.length()));
  }

  private static String inOneLine(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "/").strip();
  }
}
