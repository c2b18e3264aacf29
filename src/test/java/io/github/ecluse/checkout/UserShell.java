package io.github.ecluse.checkout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shell of a user, who has set none of the variables by which the gate names its files. */
final class UserShell {
  private static final List<String> CLEAN =
      List.of("env", "-u", "COMPOSE_FILE", "-u", "COMPOSE_PROFILES", "-u", "REGISTRY");

  private UserShell() {}

  /** Returns a line that runs {@code build.sh} with these variables and options. */
  static String line(List<String> command, Map<String, String> variables, String... options) {
    List<String> words = new ArrayList<>(CLEAN);
    new TreeMap<>(variables).forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command);
    words.add("./build.sh");
    words.addAll(List.of(options));
    return words.stream().map(UserShell::quoted).collect(Collectors.joining(" "));
  }

  /** Returns a command with more words, without these variables. */
  static String[] words(String program, String subcommand, String... words) {
    return Stream.of(CLEAN.stream(), Stream.of(program, subcommand), Stream.of(words))
        .flatMap(all -> all)
        .toArray(String[]::new);
  }

  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
