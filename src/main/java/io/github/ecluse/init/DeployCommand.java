package io.github.ecluse.init;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for the command that deploys: a script, or a target of a Makefile. */
final class DeployCommand {
  private static final List<String> FOLDERS = List.of("", "bin/", "scripts/", "deploy/", "ci/");
  private static final List<String> NAMES = List.of("deploy", "release", "build");
  private static final Pattern TARGET = Pattern.compile("(?m)^(deploy|release)\\s*:(?!=)");

  private DeployCommand() {}

  /** Returns the commands of a directory that may deploy, the likeliest first. */
  static List<String> in(Path directory) {
    Stream<String> scripts =
        NAMES.stream()
            .flatMap(
                name -> FOLDERS.stream().flatMap(at -> Stream.of(at + name + ".sh", at + name)))
            .filter(file -> isProgram(directory.resolve(file)))
            .map(file -> "./" + file);
    return Stream.concat(scripts, targets(directory.resolve("Makefile"))).toList();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static Stream<String> targets(Path makefile) {
    try {
      return TARGET
          .matcher(Files.readString(makefile, StandardCharsets.ISO_8859_1))
          .results()
          .map(target -> "make " + target.group(1));
    } catch (IOException e) {
      // There is none, or none to read.
      return Stream.empty();
    }
  }

  /**
   * Returns Compose's own command, which needs no script.
   *
   * @param registry starts first, as the push needs it
   * @param application is pulled: what runs is what the registry holds
   */
  static String ofCompose(String registry, String application) {
    return ("docker compose up -d --wait %s && docker compose build && docker compose push"
            + " && docker compose pull %s && docker compose up -d --wait")
        .formatted(registry, application);
  }
}
