package io.github.ecluse.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** <a href="https://www.shellcheck.net/">ShellCheck</a>, with the settings that the tree has. */
final class ShellCheck implements InstalledTool {
  private static final Program PROGRAM =
      new Program(
          "ShellCheck",
          List.of("shellcheck", "--format=json"),
          "sudo apt-get install -y shellcheck");

  private static final String FIRST_LINE = "#!.*\\b(ba|da)?sh\\b.*";

  @Override
  public Program program() {
    return PROGRAM;
  }

  /** It reads a script together with those that the script sources. */
  @Override
  public Set<Path> concernedBy(Path tree, Set<Path> changed) {
    Set<Path> concerned = Trees.only(changed, file -> isShell(tree.resolve(file)));
    if (concerned.isEmpty()) {
      return concerned;
    }
    Set<Path> others = Trees.only(Trees.files(tree), file -> isShell(tree.resolve(file)));
    others.removeAll(concerned);
    Set<Path> found = concerned;
    while (!found.isEmpty()) {
      Set<Path> sourced = found;
      found =
          Trees.only(others, file -> sourced.stream().anyMatch(one -> sources(tree, file, one)));
      others.removeAll(found);
      concerned.addAll(found);
    }
    return concerned;
  }

  private static boolean sources(Path tree, Path script, Path other) {
    return Trees.text(tree.resolve(script))
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("(\\. |source |# shellcheck source=).*"))
        .anyMatch(line -> line.contains(other.getFileName().toString()));
  }

  private static boolean isShell(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    return file.toString().endsWith(".sh") || Trees.firstLine(file).matches(FIRST_LINE);
  }

  @Override
  public List<Finding> read(Path tree, Set<Path> files) {
    return findings(PROGRAM.read(tree, new TreeSet<>(files)));
  }

  /** Returns the findings in an output. */
  static List<Finding> findings(JsonNode output) {
    return StreamSupport.stream(output.spliterator(), false)
        .map(
            each ->
                new Finding(
                    "SC" + each.path("code").asInt(),
                    each.path("file").asText(),
                    each.path("message").asText(),
                    each.path("level").asText().equals("style")))
        .toList();
  }
}
