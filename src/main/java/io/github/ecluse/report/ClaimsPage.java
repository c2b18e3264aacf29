package io.github.ecluse.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The claims as a page in Markdown has them: tables of claim, meaning and checks. */
final class ClaimsPage implements ClaimSource {
  private static final Pattern CHECK = Pattern.compile("`(\\w+\\.\\w+)`");

  /** The name of a claim stands before its text, where it has one. */
  private static final Pattern NAMED = Pattern.compile("`([a-z0-9-]+)`: (.*)");

  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");
  private static final int COLUMNS = 3;
  private static final String AS_STATED = "as stated";

  private final List<ClaimRow> claims;

  private ClaimsPage(List<ClaimRow> claims) {
    this.claims = List.copyOf(claims);
  }

  /** Reads a page; one that does not exist has no claims. */
  static ClaimsPage in(Path page) {
    try {
      return new ClaimsPage(
          Files.isRegularFile(page) ? claims(Files.readAllLines(page)) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ClaimRow> claims(List<String> lines) {
    List<ClaimRow> found = new ArrayList<>();
    String section = "";
    for (String line : lines) {
      if (line.startsWith("## ")) {
        section = plain(line.substring(3));
      }
      // A bar within a cell has a backslash before it.
      String[] cells = line.strip().split("(?<!\\\\)\\|", -1);
      if (line.startsWith("|") && cells.length > COLUMNS && CHECK.matcher(cells[3]).find()) {
        String meaning = plain(cells[2]);
        Matcher named = NAMED.matcher(cells[1].strip());
        String name = named.matches() ? named.group(1) : "";
        String text = named.matches() ? named.group(2) : cells[1];
        List<String> checks =
            CHECK.matcher(cells[3]).results().map((MatchResult match) -> match.group(1)).toList();
        found.add(
            new ClaimRow(
                section, name, plain(text), meaning.equals(AS_STATED) ? "" : meaning, checks));
      }
    }
    return found;
  }

  /** Returns the text without the marks of Markdown. */
  private static String plain(String markdown) {
    return LINK.matcher(markdown).replaceAll("$1").replace("`", "").replace("\\|", "|").strip();
  }

  @Override
  public List<ClaimRow> all() {
    return claims;
  }
}
