package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the stack, the gate and Testcontainers ask for is what {@code provision/} makes available.
 */
class ProvisionedImagesTest {
  private static final Pattern OF_A_SERVICE = Pattern.compile("(?m)^ +image: ([^\\s$]+)$");
  private static final Pattern OF_A_DOCKERFILE =
      Pattern.compile("(?m)^FROM (?!scratch\\b)([^\\s$]+)");
  private static final Pattern OF_THE_GATE =
      Pattern.compile("DockerImageName\\.parse\\(\"([^\"]+)\"\\)");
  private static final Pattern OF_TESTCONTAINERS = Pattern.compile("testcontainers/ryuk:[\\w.]+");
  private static final String CLEANER = "/org/testcontainers/utility/RyukContainer.class";
  private static final Pattern TARGET = Pattern.compile("(?m)^FROM \\S+ AS (\\S+)$");

  @Test
  void everyImageThatIsAskedForIsProvidedAndNoOther() throws IOException {
    assertThat(listed(0)).as("images of provision/images.list").isEqualTo(askedFor());
  }

  @Test
  void everySubstituteImageHasATargetToBuildItFrom() throws IOException {
    assertThat(found(TARGET, 1, Files.readString(Path.of("provision/images/Dockerfile"))))
        .as("targets of provision/images/Dockerfile")
        .containsAll(listed(1));
  }

  private static Set<String> askedFor() throws IOException {
    Set<String> images = new TreeSet<>();
    for (String file : List.of("compose.yml", "compose.rolling.yml")) {
      images.addAll(found(OF_A_SERVICE, 1, Files.readString(Path.of(file))));
    }
    images.addAll(found(OF_A_DOCKERFILE, 1, Files.readString(Path.of("app/Dockerfile"))));
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        images.addAll(found(OF_THE_GATE, 1, Files.readString(source)));
      }
    }
    images.addAll(found(OF_TESTCONTAINERS, 0, cleaner()));
    return images;
  }

  /** The image's name is a constant of a class that is not public. */
  private static String cleaner() throws IOException {
    try (InputStream type = ProvisionedImagesTest.class.getResourceAsStream(CLEANER)) {
      return new String(type.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Set<String> found(Pattern pattern, int group, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listed(int column) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("provision/images.list"))) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", -1)[column])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
