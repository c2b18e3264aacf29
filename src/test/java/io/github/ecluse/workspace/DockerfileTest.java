package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The base images of a Dockerfile, as people write it. */
class DockerfileTest {
  @Test
  void anArgumentBeforeTheFirstStageIsPutIn() {
    Dockerfile dockerfile =
        new Dockerfile(
            """
            # syntax=docker/dockerfile:1
            ARG VERSION=3.11 VARIANT="slim"
            ARG BASE=python:${VERSION}-$VARIANT

            FROM --platform=linux/amd64 ${BASE}
            """);

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("python:3.11-slim");
  }

  @Test
  void aDefaultInTheNameOfTheImageIsTaken() {
    Dockerfile dockerfile = new Dockerfile("ARG V\nARG D=debian\nfrom ${D:+python}:${V:-3.11}\n");

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("python:3.11");
  }

  @Test
  void anEmptyValueCountsUnlessTheColonSaysThatItDoesNot() {
    Dockerfile dockerfile =
        new Dockerfile("ARG V=\nFROM a:${V:-1}\nFROM b:2${V-1}\nFROM c${V:+1}\nFROM d:${V+1}\n");

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("a:1", "b:2", "c", "d:1");
  }

  @Test
  void aStageThatBeginsWithAnotherHasNoImageOfItsOwn() {
    Dockerfile dockerfile =
        new Dockerfile(
            """
            FROM python:3.11 AS build
            FROM scratch AS files
            FROM Build AS test
            FROM python:3.11-slim
            """);

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("python:3.11", "python:3.11-slim");
  }

  @Test
  void anImageThatOnlyTheBuildKnowsIsLeftOut() {
    assertThat(new Dockerfile("ARG BASE\nFROM ${BASE}\n").baseImages(Map.of())).isEmpty();
  }

  @Test
  void aLineOfAnotherInstructionIsNoStage() {
    Dockerfile dockerfile =
        new Dockerfile(
            """
            FROM python:3.11-slim
            RUN mysql -e "SELECT a \\
              # all of them
              FROM b"
            COPY <<EOF /query.sql
            FROM c
            EOF
            """);

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("python:3.11-slim");
  }

  @Test
  void theEscapeIsABackquoteOnlyWhereADirectiveSaysSo() {
    String lines = "FROM a\nRUN dir C:\\\nFROM b\nRUN c `\nFROM d\n";

    assertThat(new Dockerfile("# x\n# escape=`\n" + lines).baseImages(Map.of()))
        .containsExactly("a", "b");
    assertThat(new Dockerfile("# x\n" + lines).baseImages(Map.of())).containsExactly("a", "d");
    assertThat(new Dockerfile("ARG A\n# escape=`\n" + lines).baseImages(Map.of()))
        .containsExactly("a", "d");
  }

  @Test
  void instructionsGoOnAfterTheLastLineOfAHeredoc() {
    Dockerfile dockerfile =
        new Dockerfile("RUN <<A cat <<-'B'\n1\nFROM a\nA\n2\nFROM b\n\tB\nFROM c\n");

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROM a\nRUN <<EOF\nFROM b", "FROM a\nRUN b \\", "FROM a\nRUN b \\\n# c"})
  void aFileThatEndsInsideAnInstructionIsReadToItsEnd(String text) {
    assertThat(DockerfileInstruction.in(text))
        .extracting(DockerfileInstruction::name)
        .containsExactly("FROM", "RUN");
  }

  @Test
  void aFileWithThousandsOfCommentsIsRead() {
    Dockerfile dockerfile = new Dockerfile("# why\n".repeat(50_000) + "FROM python:3.11-slim\n");

    assertThat(dockerfile.baseImages(Map.of())).containsExactly("python:3.11-slim");
  }
}
