package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.support.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a Dockerfile says, its reader ends, and its instructions are lines of the file. */
class DockerfileFuzzTest {
  private static final int TEXTS = 3_000;
  private static final String HARD =
      """
      # escape=`
      ARG A=1
      FROM --platform=x ${A} AS b
      RUN <<EOF cat
      FROM c
      EOF
      RUN a \\
       # b
       c
      """;

  @Test
  void instructionsAreInTheOrderOfTheLines() throws IOException {
    List<String> originals = List.of(Files.readString(Path.of("app/Dockerfile")), HARD);

    Mutations.of(originals, TEXTS).forEach(DockerfileFuzzTest::assertInOrder);
  }

  private static void assertInOrder(String text) {
    int lines = text.split("\n", -1).length;
    int next = 0;
    for (DockerfileInstruction one : DockerfileInstruction.in(text)) {
      assertThat(one.name()).as("name of an instruction in:%n%s", text).matches("[A-Za-z]+");
      assertThat(one.start()).as("start of %s in:%n%s", one, text).isGreaterThanOrEqualTo(next);
      assertThat(one.end()).as("end of %s in:%n%s", one, text).isBetween(one.start() + 1, lines);
      next = one.end();
    }
    assertThat(new Dockerfile(text).baseImages(Map.of()))
        .as("base images of:%n%s", text)
        .doesNotContain("", DockerfileInstruction.EMPTY_IMAGE);
  }
}
