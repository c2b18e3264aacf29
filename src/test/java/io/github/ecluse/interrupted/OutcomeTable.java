package io.github.ecluse.interrupted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The table of results, {@code target/ecluse/interrupted.md}. It is written anew with each outcome,
 * so that a run that is cut short leaves what it has seen.
 */
final class OutcomeTable {
  private static final Path TABLE = Path.of("target", "ecluse", "interrupted.md");
  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  private OutcomeTable() {}

  static synchronized void add(Outcome outcome) {
    OUTCOMES.add(outcome);
    System.out.printf("[ecluse] %d %s%n", OUTCOMES.size(), outcome.row());
    write();
  }

  /** Returns how many interruptions of a mode there were. */
  static synchronized long count(Mode mode) {
    return OUTCOMES.stream().filter(outcome -> outcome.mode() == mode).count();
  }

  private static void write() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| mode | call | command | way | ended | promises |", "|---|---|---|---|---|---|"));
    OUTCOMES.stream()
        .sorted(Comparator.comparing(Outcome::mode))
        .map(Outcome::row)
        .forEach(lines::add);
    long broken = OUTCOMES.stream().filter(outcome -> !outcome.broken().isEmpty()).count();
    lines.add("");
    lines.add("%d interruptions, %d with a broken promise".formatted(OUTCOMES.size(), broken));
    try {
      Files.createDirectories(TABLE.getParent());
      Files.write(TABLE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
