package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.process.Command;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remedies, each pasted where Docker only says what it was asked for. */
@Tag("failures")
@AcceptanceTest
@Order(31)
class RemediesIT {
  /** The shell finds no other program: nothing on this machine is restarted or removed. */
  private static final String PASTE =
      "PATH=/nowhere; docker() { echo \"docker $*\"; }; command_not_found_handle() { :; }; eval"
          + " \"$0\"";

  private static final Pattern REMOVES_VOLUMES =
      Pattern.compile(
          "docker volume (rm|remove|prune)|docker (compose .*(down|rm)|rm|system prune).*"
              + " (-[a-z]*v|--volumes)");

  @Test
  void noneRemovesAVolume(@TempDir Path folder, Stack stack) throws IOException {
    Path script = Files.writeString(folder.resolve("build.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> asked = new TreeMap<>();
    remedies(stack)
        .forEach(
            (mode, remedy) ->
                asked.put(mode, Command.of("bash", "-c", PASTE, remedy).in(folder).run().stdout()));

    assertThat(asked.values())
        .as("what the remedies ask of Docker")
        .anyMatch(text -> !text.isBlank());
    assertThat(asked)
        .as("remedies, and what each asks of Docker: none may remove a volume")
        .noneSatisfy(
            (mode, text) ->
                assertThat(text).as("remedy of %s", mode).containsPattern(REMOVES_VOLUMES));
  }

  private static Map<String, String> remedies(Stack stack) throws IOException {
    Properties modes = new Properties();
    try (Reader file =
        Files.newBufferedReader(
            stack.workspace().directory().resolve("pipeline/failures.properties"))) {
      modes.load(file);
    }
    Map<String, String> remedies = new TreeMap<>();
    modes.stringPropertyNames().stream()
        .filter(key -> key.endsWith(".remedy"))
        .forEach(key -> remedies.put(key, modes.getProperty(key)));
    return remedies;
  }
}
