package io.github.ecluse.faults;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The result on the page {@code docs/fault-detection.md}, as a run of the whole catalogue writes
 * it.
 *
 * @param run when, on what and for how long it ran
 * @param verdicts all that fell
 * @param faults how many faults were to be judged
 * @param variants how many harmless variants were to be judged
 */
record ResultPage(Map<String, Object> run, List<Verdict> verdicts, long faults, long variants) {
  private static final String BEGIN = "## Result\n";
  private static final String END = "\n## Run mutants\n";

  /** Returns the page with this result in place of the one before. */
  String laidInto(String page) {
    return page.substring(0, page.indexOf(BEGIN)) + section() + page.substring(page.indexOf(END));
  }

  private String section() {
    return BEGIN
        + "\n**%s of %s mutants detected, and %s of %s equivalent mutants accepted.**%n%n"
            .formatted(
                judged(true).filter(Verdict::isRight).count(),
                faults,
                judged(false).filter(Verdict::isRight).count(),
                variants)
        + "| | |\n|---|---|\n"
        + run.entrySet().stream()
            .map(entry -> "| %s | %s |%n".formatted(entry.getKey(), entry.getValue()))
            .collect(joining())
        + "| seconds for one mutant, three at a time | %s |%n".formatted(seconds(judged(true)))
        + "| seconds for a copy with equivalent mutants | %s |%n".formatted(seconds(judged(false)))
        + verdicts.stream()
            .filter(verdict -> !verdict.isRight())
            .map(verdict -> "\n- `%s`: %s%n".formatted(verdict.change().name(), verdict.seen()))
            .collect(joining());
  }

  private Stream<Verdict> judged(boolean isFault) {
    return verdicts.stream().filter(verdict -> verdict.change().isFault() == isFault);
  }

  private static String seconds(Stream<Verdict> some) {
    List<Long> all = some.map(Verdict::took).map(Duration::toSeconds).sorted().toList();
    return all.isEmpty()
        ? "none"
        : "%s to %s, half of them at most %s"
            .formatted(all.get(0), all.get(all.size() - 1), all.get((all.size() - 1) / 2));
  }
}
