package io.github.ecluse.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandFailedException;
import io.github.ecluse.process.CommandResult;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program of a tool. It exits with 0 or 1 if it could read all files.
 *
 * @param name how people call the tool
 * @param words the program and its options
 * @param installation the command that installs it
 */
record Program(String name, List<String> words, String installation) {
  private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the first number of the kind 1.2 or 1.2.3 that it prints as its version. */
  String version() {
    CommandResult result;
    try {
      result = Command.of(words.get(0), "--version").run().orThrow();
    } catch (CommandFailedException e) {
      throw new IllegalStateException(
          "%s does not run here, and the comparison needs all tools. Remedy: %s"
              .formatted(name, installation),
          e);
    }
    Matcher version = VERSION.matcher(result.stdout());
    if (!version.find()) {
      throw new IllegalStateException(name + " printed no version: " + result.stdout());
    }
    return version.group();
  }

  /** Returns what it prints about these files. */
  JsonNode read(Path tree, Collection<Path> files) {
    CommandResult result =
        Command.of(Stream.concat(words.stream(), files.stream().map(Path::toString)).toList())
            .in(tree)
            .run();
    if (result.exitCode() > 1) {
      result.orThrow();
    }
    try {
      JsonNode printed = JSON.readTree(result.stdout());
      if (printed.isMissingNode()) {
        throw new IllegalStateException(name + " printed nothing: " + result.stderr());
      }
      return printed;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name + " printed no JSON: " + result, e);
    }
  }
}
