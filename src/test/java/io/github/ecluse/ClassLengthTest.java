package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      List<Path> classes = files.filter(Files::isRegularFile).toList();
      assertThat(classes).isNotEmpty();
      assertThat(classes.stream().filter(ClassLengthTest::isLong))
          .as("files of more than %d lines", MOST_LINES)
          .isEmpty();
    }
  }

  private static boolean isLong(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count() > MOST_LINES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
