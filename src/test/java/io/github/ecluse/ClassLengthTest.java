package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class, of the library and of the tests, fits on a page. */
class ClassLengthTest {
  private static final int MOST_LINES = 200;

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/test/java", "examples/shop/src/test/java"})
  void noClassIsLongerThanAPage(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readAllLines(file))
                      .as("lines of %s", file)
                      .hasSizeLessThanOrEqualTo(MOST_LINES));
    }
  }
}
