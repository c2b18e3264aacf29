package io.github.ecluse.pages;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a page shows.
 *
 * @param words the program and its arguments
 */
record ShellCommand(List<String> words) {
  private static final Pattern OWN =
      Pattern.compile("(mvn|\\.?/?(build|provision/[\\w-]+|bench/[\\w-]+)\\.sh|\\.ci/\\w+)( .*)?");

  /** Returns the project's own commands, and Maven's, in examples and between backticks. */
  static List<ShellCommand> in(MarkdownPage page) {
    return Stream.concat(page.shellLines().stream(), page.codeSpans().stream())
        .map(line -> line.replaceFirst("\\s+#\\s.*", ""))
        .flatMap(line -> Arrays.stream(line.split("&&|\\|\\||[;|]| -- ")))
        .map(command -> command.strip().replaceFirst("^([A-Z_]+=\\S*\\s+)+", ""))
        .filter(command -> OWN.matcher(command).matches())
        .map(command -> new ShellCommand(List.of(command.split("\\s+"))))
        .toList();
  }

  String program() {
    return words.get(0);
  }

  List<String> arguments() {
    return words.subList(1, words.size());
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
