package io.github.ecluse.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** <a href="https://bandit.readthedocs.io/">Bandit</a>, with its default rules. */
final class Bandit implements InstalledTool {
  private static final Program PROGRAM =
      new Program(
          "Bandit",
          List.of("bandit", "--quiet", "--format", "json"),
          "sudo apt-get install -y bandit");

  @Override
  public Program program() {
    return PROGRAM;
  }

  @Override
  public Set<Path> concernedBy(Path tree, Set<Path> changed) {
    return Trees.only(changed, file -> file.toString().endsWith(".py"));
  }

  @Override
  public List<Finding> read(Path tree, Set<Path> files) {
    return findings(PROGRAM.read(tree, files));
  }

  /**
   * Returns the findings in an output.
   *
   * @throws IllegalStateException if it could not read a file
   */
  static List<Finding> findings(JsonNode output) {
    if (!output.path("errors").isEmpty()) {
      throw new IllegalStateException("Bandit could not read: " + output.path("errors"));
    }
    return StreamSupport.stream(output.path("results").spliterator(), false)
        .map(
            each ->
                new Finding(
                    each.path("test_id").asText(),
                    each.path("filename").asText(),
                    each.path("issue_text").asText(),
                    false))
        .toList();
  }
}
