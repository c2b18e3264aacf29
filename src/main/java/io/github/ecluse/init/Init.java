package io.github.ecluse.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a first {@code ecluse.yml}: {@code mvn -q -DskipITs compile exec:java@init
 * -Decluse.stack=<dir>}. It overwrites no file.
 */
final class Init {
  private static final int BAD_INPUT = 2;

  private Init() {}

  /** Writes the file into {@code -Decluse.stack}, or the working directory. */
  public static void main(String[] arguments) {
    Path directory = Path.of(System.getProperty("ecluse.stack", "")).toAbsolutePath().normalize();
    try {
      run(directory).forEach(System.out::println);
    } catch (IllegalArgumentException e) {
      System.err.println("init: " + e.getMessage());
      // An exception would end Maven with a page of its own words.
      System.exit(BAD_INPUT);
    }
  }

  /**
   * Writes the file into a directory, if there is none.
   *
   * @return the lines that say what was guessed, and what could not be found
   * @throws IllegalArgumentException if it is no directory, or Compose can't read its files
   */
  static List<String> run(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "%s is no directory. Remedy: -Decluse.stack=<the directory of the stack>"
              .formatted(directory));
    }
    Path file = directory.resolve(Promise.FILE);
    if (Files.exists(file)) {
      return List.of(file + " is there already, and stays as it is");
    }
    CommandResult config =
        DockerCommand.docker("compose", "config", "--format", "json").in(directory).run();
    if (!config.succeeded()) {
      throw new IllegalArgumentException(
          "Compose refuses the files of %s: %s. Remedy: cd %1$s && docker compose config"
              .formatted(directory, config.stderr().strip()));
    }
    Findings findings = Guess.of(directory, tree(config.stdout()));
    try {
      Files.writeString(file, findings.file(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      return List.of(file + " is there already, and stays as it is");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> report = new ArrayList<>(findings.report());
    report.add("wrote " + file);
    return report;
  }

  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Compose printed no JSON: " + json, e);
    }
  }
}
