package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the stack, the gate and Testcontainers ask for is what {@code provision/} makes available.
 */
class ProvisionedImagesTest {
  @Test
  void everyImageThatIsAskedForIsProvided() throws IOException {
    assertThat(provided())
        .contains("python:3.11-slim", "registry:2", "mariadb:10.11", "alpine/socat:1.7.4.3-r0");
    assertThat(Files.readString(Path.of("compose.yml")))
        .contains("image: registry:2", "image: mariadb:10.11");
  }

  private static List<String> provided() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("provision/images.list"))) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", 2)[0])
          .toList();
    }
  }
}
