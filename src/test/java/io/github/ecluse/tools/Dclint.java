package io.github.ecluse.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** <a href="https://www.npmjs.com/package/dclint">dclint</a>, with its default rules. */
final class Dclint implements InstalledTool {
  private static final Path INSTALLED = Path.of("target/npm/node_modules/.bin/dclint");

  /** As dclint itself finds them in a folder. */
  private static final String NAME = "(docker-)?compose.*\\.ya?ml";

  /** Names in a message. Values have other letters, and change with any edit of them. */
  private static final Pattern QUOTED_NAME = Pattern.compile("\"([\\w.-]+)\"");

  /** Lists all keys that a service has, or all that there are. */
  private static final String CORRECT_ORDER = "Expected order is";

  private final Program program;

  /**
   * Uses what npm has installed.
   *
   * @param project the folder of this project
   */
  Dclint(Path project) {
    program =
        new Program(
            "dclint",
            List.of(project.resolve(INSTALLED).toString(), "--formatter", "json"),
            "mkdir -p target/npm && cp .ci/package.json target/npm"
                + " && npm install --prefix target/npm --ignore-scripts --no-audit --no-fund");
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public Set<Path> concernedBy(Path tree, Set<Path> changed) {
    return Trees.only(changed, Dclint::isComposeFile);
  }

  /** Returns whether a file is named like one of Compose. */
  static boolean isComposeFile(Path file) {
    return file.getFileName().toString().matches(NAME);
  }

  @Override
  public List<Finding> read(Path tree, Set<Path> files) {
    return findings(program.read(tree, files));
  }

  /** Returns the findings in an output. */
  static List<Finding> findings(JsonNode output) {
    return StreamSupport.stream(output.spliterator(), false)
        .flatMap(
            file ->
                StreamSupport.stream(file.path("messages").spliterator(), false)
                    .map(message -> finding(file.path("filePath").asText(), message)))
        .toList();
  }

  private static Finding finding(String file, JsonNode message) {
    String subject =
        QUOTED_NAME
            .matcher(message.path("message").asText().split(CORRECT_ORDER, 2)[0])
            .results()
            .map(name -> name.group(1))
            .collect(Collectors.joining(" "));
    // A file that is no YAML has this category too.
    boolean isStyle =
        message.path("category").asText().equals("style")
            && !message.path("severity").asText().equals("critical");
    return new Finding(message.path("rule").asText(), file, subject, isStyle);
  }
}
