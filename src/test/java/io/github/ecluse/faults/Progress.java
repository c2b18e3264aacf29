package io.github.ecluse.faults;

import java.time.Duration;

/** Counts the verdicts of a run, and estimates the time that is left. */
final class Progress {
  private final int verdicts;
  private final int runs;
  private int fallen;
  private double ended;

  /**
   * Counts from zero.
   *
   * @param verdicts how many changes are judged
   * @param runs how many runs of the gate judge them
   */
  Progress(int verdicts, int runs) {
    this.verdicts = verdicts;
    this.runs = runs;
  }

  /**
   * Counts a verdict.
   *
   * @param verdict the verdict; variants that share a run count for a part of it each
   * @param elapsed how long all runs have taken until now
   * @return the verdict, how many have fallen, and about how long the others will take
   */
  synchronized String line(Verdict verdict, Duration elapsed) {
    fallen++;
    ended += 1.0 / (1 + verdict.beside().size());
    long left = Math.round(elapsed.toSeconds() * Math.max(0, runs - ended) / ended);
    return "%d of %d, about %s left %s"
        .formatted(fallen, verdicts, brief(Duration.ofSeconds(left)), Score.row(verdict));
  }

  private static String brief(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
