package io.github.ecluse.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The programs that Docker's client asks for passwords, as its {@code config.json} names them. */
final class CredentialHelpers {
  private CredentialHelpers() {}

  /**
   * Checks that the default helper is installed. Without it, Docker pulls and builds nothing.
   *
   * @throws EngineMissingException if it is not
   */
  static void check(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    String folder = environment.getOrDefault("DOCKER_CONFIG", home + "/.docker");
    Path config = Path.of(folder, "config.json");
    String helper = "docker-credential-" + read(config).path("credsStore").asText();
    boolean installed =
        helper.endsWith("-")
            || Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, helper)));
    if (!installed) {
      throw new EngineMissingException(
          "%s names a credential helper that is not installed: %s".formatted(config, helper),
          "install it, or remove credsStore from that file");
    }
  }

  /** A missing or unreadable file names no helper; Docker's client reports it. */
  private static JsonNode read(Path config) {
    ObjectMapper json = new ObjectMapper();
    try {
      return Files.isReadable(config) ? json.readTree(config.toFile()) : json.createObjectNode();
    } catch (IOException e) {
      return json.createObjectNode();
    }
  }
}
