package io.github.ecluse.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a Dockerfile, read by its stages (<a
 * href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>).
 *
 * @param text all of it
 */
record Dockerfile(String text) {
  private static final Pattern INSTRUCTION = Pattern.compile("(?s)^\\s*([A-Za-z]+)\\s+(.*)$");

  /** Options come before the image, the name of the stage after it. */
  private static final Pattern STAGE =
      Pattern.compile("(?is)^(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?.*$");

  private static final Pattern ARGUMENT =
      Pattern.compile("(\\w+)(?:=(\"[^\"]*\"|'[^']*'|[^\\s\"']*))?");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?:(:?[-+])([^}]*))?\\})");

  private static final Pattern HEREDOC = Pattern.compile("<<-?[\"']?(\\w+)[\"']?");

  private static final Pattern OTHER_ESCAPE =
      Pattern.compile("(?i)\\A(?:#.*\\R)*#\\s*escape\\s*=\\s*`");

  /** The name of an image that Docker's client has none for. */
  private static final String EMPTY_IMAGE = "scratch";

  /**
   * Returns the images that its stages begin with: not the earlier stages that they begin with, and
   * none whose name only the build knows.
   *
   * @param given build arguments, which go before the defaults in the file
   */
  List<String> baseImages(Map<String, String> given) {
    Map<String, String> values = new HashMap<>();
    Set<String> stages = new HashSet<>();
    List<String> images = new ArrayList<>();
    for (Instruction instruction : instructions()) {
      if (instruction.is("ARG") && stages.isEmpty() && images.isEmpty()) {
        declare(instruction.rest(), given, values);
      } else if (instruction.is("FROM")) {
        Matcher stage = STAGE.matcher(instruction.rest());
        if (stage.matches()) {
          String image = expand(unquoted(stage.group(1)), values);
          if (isImage(image) && !stages.contains(image.toLowerCase(Locale.ROOT))) {
            images.add(image);
          }
          stages.add(Optional.ofNullable(stage.group(2)).orElse("").toLowerCase(Locale.ROOT));
        }
      }
    }
    return images;
  }

  private static boolean isImage(String name) {
    return !name.isEmpty() && !name.contains("$") && !name.equals(EMPTY_IMAGE);
  }

  private static void declare(
      String arguments, Map<String, String> given, Map<String, String> values) {
    for (MatchResult argument : ARGUMENT.matcher(arguments).results().toList()) {
      String name = argument.group(1);
      if (given.containsKey(name)) {
        values.put(name, given.get(name));
      } else if (argument.group(2) != null) {
        values.put(name, expand(unquoted(argument.group(2)), values));
      }
    }
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Puts in the values of variables; one without a value stays as it is written. */
  private static String expand(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(variable -> Matcher.quoteReplacement(value(variable, values)));
  }

  private static String value(MatchResult variable, Map<String, String> values) {
    String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
    String value = values.get(name);
    String operator = Optional.ofNullable(variable.group(3)).orElse("");
    boolean counts = value != null && !(operator.startsWith(":") && value.isEmpty());
    if (operator.endsWith("+")) {
      return counts ? variable.group(4) : "";
    }
    if (operator.endsWith("-") && !counts) {
      return expand(variable.group(4), values);
    }
    return value == null ? variable.group() : value;
  }

  /** Returns it with more instructions at the beginning of each stage that can run one. */
  Dockerfile withAtStartOfStages(String instructions) {
    return with(
        instructions,
        instructions().stream()
            .filter(one -> one.is("FROM") && !isEmpty(one))
            .map(Instruction::end)
            .toList());
  }

  /** An empty stage has no shell, so nothing can be run in it. */
  private static boolean isEmpty(Instruction from) {
    Matcher stage = STAGE.matcher(from.rest());
    return stage.matches() && stage.group(1).equals(EMPTY_IMAGE);
  }

  /**
   * Returns it with more instructions at the end of each stage that can run one: a build may be
   * told to end with any of them.
   */
  Dockerfile withAtEndOfStages(String instructions) {
    List<Instruction> stages = instructions().stream().filter(one -> one.is("FROM")).toList();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (!isEmpty(stages.get(i))) {
        boolean isLast = i + 1 == stages.size();
        places.add(isLast ? text.split("\n", -1).length : stages.get(i + 1).start());
      }
    }
    return with(instructions, places);
  }

  private Dockerfile with(String instructions, List<Integer> places) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    for (int i = places.size() - 1; i >= 0; i--) {
      lines.add(places.get(i), instructions.strip());
    }
    return new Dockerfile(String.join("\n", lines) + "\n");
  }

  /** Its instructions: one may go on over several lines, with comments between them. */
  private List<Instruction> instructions() {
    String escape = OTHER_ESCAPE.matcher(text).find() ? "`" : "\\";
    List<Instruction> found = new ArrayList<>();
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
      int end = afterHeredocs(words.toString(), lines, next);
      Matcher instruction = INSTRUCTION.matcher(words);
      if (instruction.matches()) {
        found.add(new Instruction(instruction.group(1), instruction.group(2).strip(), start, end));
      }
      next = end;
    }
    return found;
  }

  private static int afterHeredocs(String words, String[] lines, int from) {
    int next = from;
    for (MatchResult heredoc : HEREDOC.matcher(words).results().toList()) {
      while (next < lines.length && !lines[next].strip().equals(heredoc.group(1))) {
        next++;
      }
      next++;
    }
    return Math.min(next, lines.length);
  }

  /**
   * An instruction.
   *
   * @param name in capitals or not
   * @param rest what comes after the name, in one line
   * @param start the number of its first line, from 0
   * @param end the number of the line after its last one
   */
  private record Instruction(String name, String rest, int start, int end) {
    boolean is(String wanted) {
      return name.equalsIgnoreCase(wanted);
    }
  }
}
