package io.github.ecluse.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instruction of a Dockerfile (<a
 * href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>).
 *
 * @param name in capitals or not
 * @param rest what comes after the name, in one line
 * @param start the number of its first line, from 0
 * @param end the number of the line after its last one
 */
record DockerfileInstruction(String name, String rest, int start, int end) {
  /** The name of an image that Docker's client has none for. */
  static final String EMPTY_IMAGE = "scratch";

  /** Options come before the image, the name of the stage after it. */
  private static final Pattern STAGE =
      Pattern.compile("(?is)^(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?.*$");

  /** Some editors begin a file with it; BuildKit takes no notice of it there. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final Pattern INSTRUCTION = Pattern.compile("(?s)^\\s*([A-Za-z]+)\\s+(.*)$");

  private static final Pattern OTHER_ESCAPE = Pattern.compile("(?i)#\\s*escape\\s*=\\s*`.*");

  /**
   * {@return the instructions of a Dockerfile} One may go on over several lines, with comments
   * between them.
   *
   * @param text the content of a Dockerfile
   */
  static List<DockerfileInstruction> in(String text) {
    return inPlain(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  private static List<DockerfileInstruction> inPlain(String text) {
    String escape = isEscapedByBackquotes(text) ? "`" : "\\";
    List<DockerfileInstruction> found = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    int next = 0;
    while (next < lines.length) {
      int start = next;
      StringBuilder words = new StringBuilder();
      boolean goesOn = true;
      while (goesOn && next < lines.length) {
        String line = lines[next++].strip();
        boolean counts = !line.isEmpty() && !line.startsWith("#");
        goesOn = counts ? line.endsWith(escape) : !words.isEmpty();
        words.append(counts ? (goesOn ? line.substring(0, line.length() - 1) : line) + " " : "");
      }
      int end = Heredocs.endIn(words.toString(), lines, next);
      Matcher instruction = INSTRUCTION.matcher(words);
      if (instruction.matches()) {
        String rest = instruction.group(2).strip();
        found.add(new DockerfileInstruction(instruction.group(1), rest, start, end));
      }
      next = end;
    }
    return found;
  }

  /** Only the comments before the first instruction are directives. */
  private static boolean isEscapedByBackquotes(String text) {
    return text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .anyMatch(line -> OTHER_ESCAPE.matcher(line).matches());
  }

  /** {@return whether it has this name, in capitals or not} */
  boolean is(String wanted) {
    return name.equalsIgnoreCase(wanted);
  }

  /** {@return whether it begins a stage without a shell, in which nothing can be run} */
  boolean beginsEmptyStage() {
    Matcher stage = stage();
    return is("FROM") && stage.matches() && stage.group(1).equals(EMPTY_IMAGE);
  }

  /** Returns whether it begins the stage that a build is told to end with, by name or by number. */
  boolean beginsStage(String wanted, int number) {
    Matcher stage = stage();
    return wanted.equals(String.valueOf(number))
        || (stage.matches() && wanted.equalsIgnoreCase(stage.group(2)));
  }

  /** Matches the image and the name of a stage, as groups 1 and 2. */
  Matcher stage() {
    return STAGE.matcher(rest);
  }
}
