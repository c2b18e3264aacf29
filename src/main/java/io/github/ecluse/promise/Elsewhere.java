package io.github.ecluse.promise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for what a command that deploys reaches beyond the gate's copy: another machine, another
 * Compose project, other Compose files. The gate runs the command many times, also with releases
 * that must fail.
 */
public final class Elsewhere {
  /** Programs that read what to do from a file. */
  private static final Map<String, List<String>> READ_BY =
      Map.of(
          "make", List.of("GNUmakefile", "makefile", "Makefile"),
          "npm", List.of("package.json"),
          "pnpm", List.of("package.json"),
          "yarn", List.of("package.json"));

  private static final Pattern NO_WORD = Pattern.compile("[^\\w./@+-]+");
  private static final Pattern TEXT_ONLY =
      Pattern.compile("#.*|(?:echo|printf)\\b[^|;&`]*(?<!\\$)");

  /** Endings of what an interpreter reads, executable or not. */
  private static final Pattern SCRIPT =
      Pattern.compile(".*\\.(?:[a-z]*sh|py|rb|pl|php|lua|[cm]?[jt]s|mk|ps1)");

  /** {@code ["docker", "compose"]} is a command, too. */
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\"']\\s*,\\s*\\[?\\s*[\"']");

  private static final String OWN_PIPELINE = "pipeline/failures.properties";
  private static final long LIMIT = 200_000;
  private static final int WIDTH = 100;

  private final Path directory;
  private final Map<String, Pattern> signs;
  private final Set<Path> read = new HashSet<>();

  private Elsewhere(Path directory, Map<String, Pattern> signs) {
    this.directory = directory.normalize();
    this.signs = signs;
  }

  /**
   * {@return why a command must not be run with broken releases: the first line of it, or of the
   * scripts of the stack that it calls, which reaches further than the copy; empty if none does}
   *
   * @param directory the directory of the stack
   * @param command the command that deploys, as a shell takes it
   */
  public static Optional<String> in(Path directory, String command) {
    return new Elsewhere(directory, Signs.ALL).look(command, "its line");
  }

  /**
   * {@return the same, of lines that name another Compose project alone: whoever has chosen the
   * command has not chosen to release broken versions of that}
   *
   * @param directory the directory of the stack
   * @param command the command that deploys, as a shell takes it
   */
  public static Optional<String> inAnotherProject(Path directory, String command) {
    return new Elsewhere(directory, Signs.OF_ANOTHER_PROJECT).look(command, "its line");
  }

  /**
   * {@return whether a line of a command, or of the scripts of the stack that it calls, has a text}
   *
   * @param directory the directory of the stack
   * @param command the command that deploys, as a shell takes it
   * @param text what may stand anywhere in the line
   */
  public static boolean has(Pattern text, Path directory, String command) {
    return new Elsewhere(directory, Map.of("it is there", text)).look(command, "").isPresent();
  }

  private Optional<String> look(String text, String name) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      StringBuilder whole = new StringBuilder(lines.get(i).strip());
      while (whole.toString().endsWith("\\") && i + 1 < lines.size()) {
        i++;
        whole.setCharAt(whole.length() - 1, ' ');
        whole.append(lines.get(i).strip());
      }
      String line = whole.toString();
      if (!TEXT_ONLY.matcher(line).matches()) {
        Optional<String> found =
            sign(line)
                .map(sign -> "%s: %s %s: %s".formatted(sign, name, number, shortened(line)))
                .or(() -> called(line));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> sign(String line) {
    String words = BETWEEN_WORDS.matcher(line).replaceAll(" ");
    return signs.entrySet().stream()
        .filter(sign -> sign.getValue().matcher(words).find())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  /** A comment of YAML takes no control characters. */
  private static String shortened(String line) {
    String printable = line.replaceAll("[^ -~]", "?");
    return printable.length() > WIDTH ? printable.substring(0, WIDTH) + "…" : printable;
  }

  /** Looks into the scripts of the stack that a line calls. */
  private Optional<String> called(String line) {
    return NO_WORD
        .splitAsStream(line)
        .flatMap(
            word ->
                READ_BY.containsKey(word)
                    ? READ_BY.get(word).stream()
                    : Stream.of(word.replaceFirst("^/+", ""), word.replaceFirst("^\\w+/", "")))
        .filter(word -> !word.isEmpty())
        .map(word -> directory.resolve(word).normalize())
        .filter(this::isNewScript)
        .flatMap(file -> look(text(file), directory.relativize(file) + ", line").stream())
        .findFirst();
  }

  /** Écluse's own pipeline leaves this machine by an option only, which the gate does not give. */
  private boolean isNewScript(Path file) {
    boolean isOwn =
        file.startsWith(directory.resolve("pipeline"))
            && Files.exists(directory.resolve(OWN_PIPELINE));
    return !isOwn
        && Files.isRegularFile(file)
        && file.toFile().length() < LIMIT
        && (Files.isExecutable(file)
            || SCRIPT.matcher(file.toString()).matches()
            || READ_BY.values().stream()
                .anyMatch(names -> names.contains(file.getFileName().toString())))
        && read.add(file);
  }

  /** As Latin-1, of which every file is text; what can't be read can't be run either. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
