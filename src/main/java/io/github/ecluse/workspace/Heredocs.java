package io.github.ecluse.workspace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that follow an instruction as its here-documents (<a
 * href="https://docs.docker.com/reference/dockerfile/#here-documents">Dockerfile reference</a>).
 * They are found as BuildKit finds them: only a whole word of the shell begins one.
 */
final class Heredocs {
  private static final Set<String> INSTRUCTIONS = Set.of("RUN", "COPY", "ADD");

  private static final Pattern INSTRUCTION =
      Pattern.compile("(?is)\\s*(?:ONBUILD\\s+)?([A-Z]+)\\s.*");

  /** Quotes and backslashes keep what is after them in the word. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?s)(?:\\\\.?|\"(?:\\\\.|[^\"\\\\])*+(?:\"|$)|'[^']*+(?:'|$)|[^\\s\"'\\\\])++");

  private static final Pattern BEGINNING = Pattern.compile("(?s)\\d*<<(-?)([^<]+)");

  /** Where one ends. */
  private record Terminator(String name, boolean mayBeIndented) {
    boolean isIn(String line) {
      String end = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      return (mayBeIndented ? end.replaceFirst("^\t+", "") : end).equals(name);
    }
  }

  private Heredocs() {}

  /**
   * Returns the number of the line after the here-documents of an instruction.
   *
   * @param instruction with its name, in one line
   * @param lines all those of the Dockerfile
   * @param from the number of the line after the instruction itself
   */
  static int endIn(String instruction, String[] lines, int from) {
    int next = from;
    for (Terminator terminator : terminators(instruction)) {
      while (next < lines.length && !terminator.isIn(lines[next])) {
        next++;
      }
      next++;
    }
    return Math.min(next, lines.length);
  }

  private static List<Terminator> terminators(String instruction) {
    Matcher named = INSTRUCTION.matcher(instruction);
    if (!named.matches() || !INSTRUCTIONS.contains(named.group(1).toUpperCase(Locale.ROOT))) {
      return List.of();
    }
    return WORD.matcher(instruction)
        .results()
        .map(MatchResult::group)
        .flatMap(word -> terminator(word).stream())
        .toList();
  }

  private static Optional<Terminator> terminator(String word) {
    Matcher beginning = BEGINNING.matcher(word);
    return beginning.matches()
        ? Optional.of(
            new Terminator(
                beginning.group(2).replaceAll("[\"'\\\\]", ""), !beginning.group(1).isEmpty()))
        : Optional.empty();
  }
}
