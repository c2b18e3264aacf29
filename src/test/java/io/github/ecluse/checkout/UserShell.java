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
      Stream.of("COMPOSE_FILE", "COMPOSE_PATH_SEPARATOR", "COMPOSE_PROFILES", "REGISTRY")
          .flatMap(name -> Stream.of("-u", name))
          .toList();

  private UserShell() {}

  /** Returns a line that runs {@code build.sh} with these variables and options. */
  static String line(List<String> command, Map<String, String> variables, String... options) {
    List<String> words = environment(variables);
    words.addAll(command);
    words.add("./build.sh");
    words.addAll(List.of(options));
    return words.stream().map(UserShell::quoted).collect(Collectors.joining(" "));
  }

  /** Returns the words of a command with these variables. */
  static String[] words(
      Map<String, String> variables, String program, String subcommand, String... words) {
    List<String> all = environment(variables);
    all.addAll(List.of(program, subcommand));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  private static List<String> environment(Map<String, String> variables) {
    List<String> words = new ArrayList<>(List.of("env"));
    words.addAll(CLEAN);
    new TreeMap<>(variables).forEach((name, value) -> words.add(name + "=" + value));
    return words;
  }

  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
