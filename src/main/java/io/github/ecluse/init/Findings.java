package io.github.ecluse.init;

import java.util.ArrayList;
import java.util.List;

/** What was found in a directory, as lines of {@code ecluse.yml}, and what was not. */
final class Findings {
  private final List<String> lines = new ArrayList<>();
  private final List<String> guesses = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  /** Adds a line of the file. */
  void line(String line) {
    lines.add(line);
  }

  /** Adds a line of the file, and why it says so. */
  void guess(String line, String why) {
    lines.add(line);
    guesses.add(line.strip() + "   because " + why);
  }

  /** The same, with a note for whoever reads the file. */
  void guess(String line, String note, String why) {
    guess(line, why);
    lines.set(lines.size() - 1, line + " # " + note);
  }

  /** Adds what could not be found, with what to do about it. */
  void unknown(String what) {
    unknown.add(what);
  }

  /** Returns the text of the file. */
  String file() {
    return "# What this stack promises; the gate proves it. Check each line.\n"
        + String.join("\n", lines)
        + "\n";
  }

  /** Returns what is said on the console. */
  List<String> report() {
    List<String> report = new ArrayList<>();
    guesses.forEach(guess -> report.add("guessed: " + guess));
    unknown.forEach(what -> report.add("could not tell: " + what));
    return report;
  }
}
