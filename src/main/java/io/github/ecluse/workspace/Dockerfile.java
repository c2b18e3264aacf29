package io.github.ecluse.workspace;

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
  private static final Pattern ARGUMENT =
      Pattern.compile("(\\w+)(?:=(\"[^\"]*\"|'[^']*'|[^\\s\"']*))?");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?:(:?[-+])([^}]*))?\\})");

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
    for (DockerfileInstruction instruction : DockerfileInstruction.in(text)) {
      if (instruction.is("ARG") && stages.isEmpty() && images.isEmpty()) {
        declare(instruction.rest(), given, values);
      } else if (instruction.is("FROM")) {
        Matcher stage = instruction.stage();
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
    return !name.isEmpty()
        && !name.contains("$")
        && !name.equals(DockerfileInstruction.EMPTY_IMAGE);
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
}
