package io.github.ecluse.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.process.CommandResult;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that Compose acts on in a directory, in its order (<a
 * href="https://docs.docker.com/reference/cli/docker/compose/#use--f-to-specify-the-name-and-path-of-one-or-more-compose-files">
 * docker compose</a>).
 *
 * @param names relative to the directory
 */
record ComposeFiles(List<String> names) {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  /** What Compose lays over the file by itself, whatever the name of that one is. */
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  /** Compose puts in what the environment, {@code .env} and its own settings make of these. */
  private static final String QUESTION =
      """
      name: ask
      services:
        ask:
          image: scratch
          labels:
            files: "${COMPOSE_FILE-}"
            separator: "${COMPOSE_PATH_SEPARATOR-}"
      """;

  /** Returns whether a directory holds a file that Compose finds by itself. */
  static boolean areIn(Path directory) {
    return NAMES.stream().anyMatch(name -> Files.exists(directory.resolve(name)));
  }

  /**
   * Asks Compose.
   *
   * @throws StackRefusedException if there are none that the gate's copy would have too
   */
  static ComposeFiles of(Path directory) {
    JsonNode labels = settings(directory).at("/services/ask/labels");
    return of(directory, labels.path("files").asText(), labels.path("separator").asText());
  }

  private static JsonNode settings(Path directory) {
    try {
      Path question = Files.createTempFile("ecluse-", ".yml");
      Files.writeString(question, QUESTION);
      CommandResult answer =
          DockerCommand.docker("compose", "--project-directory", directory.toString())
              .and("-f", question.toString(), "config", "--format", "json")
              .in(directory)
              .with(Map.of("COMPOSE_PROJECT_NAME", "ask"))
              .run();
      Files.delete(question);
      if (!answer.succeeded()) {
        throw new StackRefusedException(
            directory,
            "Compose refuses its settings: " + answer.stderr().strip(),
            "mend .env, or the COMPOSE_… variables of your shell");
      }
      return new ObjectMapper().readTree(answer.stdout());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Compose printed no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Follows the settings.
   *
   * @param named the value of {@code COMPOSE_FILE}; empty if it is not set
   * @param separator the value of {@code COMPOSE_PATH_SEPARATOR}; empty if it is not set
   */
  static ComposeFiles of(Path directory, String named, String separator) {
    if (named.isEmpty()) {
      return foundIn(directory);
    }
    String between = separator.isEmpty() ? File.pathSeparator : separator;
    List<String> names = List.of(named.split(Pattern.quote(between), -1));
    names.forEach(name -> check(directory, name));
    if (Path.of(names.get(0)).normalize().getNameCount() > 1) {
      throw refused(
          directory,
          names.get(0) + ", which makes another folder the one of the project",
          "let COMPOSE_FILE begin with a file in the directory of the stack itself");
    }
    return new ComposeFiles(names);
  }

  private static ComposeFiles foundIn(Path directory) {
    List<String> found =
        Stream.of(NAMES, OVERRIDES)
            .flatMap(
                names ->
                    names.stream().filter(name -> Files.exists(directory.resolve(name))).limit(1))
            .toList();
    if (found.isEmpty() || !NAMES.contains(found.get(0))) {
      throw new StackRefusedException(
          directory, "it has no Compose file", "add one of " + String.join(", ", NAMES));
    }
    return new ComposeFiles(found);
  }

  private static void check(Path directory, String name) {
    Path path = Path.of(name);
    if (path.isAbsolute() || path.normalize().startsWith("..")) {
      throw refused(
          directory,
          name + ", which the gate's copy of the directory would share with it",
          "name files of the directory, relative to it: COMPOSE_FILE=compose.yml:prod.yml");
    }
    if (!Files.isRegularFile(directory.resolve(path))) {
      throw refused(directory, name + ", which is not there", "mend or unset COMPOSE_FILE");
    }
  }

  private static StackRefusedException refused(Path directory, String what, String remedy) {
    return new StackRefusedException(
        directory, "COMPOSE_FILE (in the environment or in .env) names " + what, remedy);
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
