package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DockerfileEditTest {
  private static final String STAGES =
      """
      ARG V=1
      FROM python AS build
      RUN make
      FROM scratch AS files
      COPY a b
      FROM python
      RUN b\
      """;

  @Test
  void instructionsAtTheStartOfAStageFollowItsFirstLine() {
    assertThat(DockerfileEdit.atStartOfStages(STAGES, "USER a\n"))
        .isEqualTo(
            """
            ARG V=1
            FROM python AS build
            USER a
            RUN make
            FROM scratch AS files
            COPY a b
            FROM python
            USER a
            RUN b
            """);
  }

  @Test
  void instructionsAtTheEndOfAStageAreItsLastOnesAndNotThoseOfAnEmptyOne() {
    assertThat(DockerfileEdit.atEndOfStages(STAGES, "USER a\n"))
        .isEqualTo(
            """
            ARG V=1
            FROM python AS build
            RUN make
            USER a
            FROM scratch AS files
            COPY a b
            FROM python
            RUN b
            USER a
            """);
  }

  @Test
  void aLabelIsAtTheEndOfAnEmptyStageToo() {
    assertThat(DockerfileEdit.atEndOfItsStages(STAGES, build(""), "LABEL a=b\n"))
        .isEqualTo(
            """
            ARG V=1
            FROM python AS build
            RUN make
            LABEL a=b
            FROM scratch AS files
            COPY a b
            LABEL a=b
            FROM python
            RUN b
            LABEL a=b
            """);
  }

  @Test
  void aLabelOfTheApplicationIsInNoStageOfAnotherImage() {
    assertThat(DockerfileEdit.atEndOfItsStages(STAGES, build("", "build", "1"), "LABEL a=b\n"))
        .isEqualTo(STAGES + "\nLABEL a=b\n");
    assertThat(DockerfileEdit.atEndOfItsStages(STAGES, build("BUILD"), "LABEL a=b\n"))
        .isEqualTo(STAGES.replace("make\n", "make\nLABEL a=b\n") + "\n");
    assertThat(DockerfileEdit.atEndOfItsStages(STAGES, build("2"), "LABEL a=b\n"))
        .isEqualTo(STAGES + "\nLABEL a=b\n");
  }

  private static ImageBuild build(String target, String... ofOthers) {
    return new ImageBuild(
        Optional.of("Dockerfile"),
        Optional.empty(),
        Map.of(),
        Optional.of(target).filter(stage -> !stage.isEmpty()),
        Set.of(ofOthers));
  }

  @Test
  void onlyTheArgumentOfThatNameGetsAnotherValue() {
    String dockerfile = "ARG A=1 AB=\"2 3\" \\\n  B\nENV A=1\nARG BA=4\n";

    assertThat(DockerfileEdit.withArgument(dockerfile, "A", "9"))
        .isEqualTo("ARG A=9 AB=\"2 3\"  B\n\nENV A=1\nARG BA=4\n");
    assertThat(DockerfileEdit.withArgument(dockerfile, "AB", "9")).contains("ARG A=1 AB=9 ");
    assertThat(DockerfileEdit.withArgument(dockerfile, "C", "9")).isEqualTo(dockerfile);
  }
}
