package io.github.ecluse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the Dockerfile of the application is read and changed, as people write it. */
class ApplicationTest {
  @TempDir private Path directory;

  @BeforeEach
  void program() throws IOException {
    Files.createDirectories(directory.resolve("app"));
    Files.writeString(directory.resolve("app/app.py"), "pass\n");
  }

  @Test
  void anArgumentBeforeTheFirstStageIsPutIn() throws IOException {
    Application application =
        with(
            """
            # syntax=docker/dockerfile:1
            ARG VERSION=3.11 VARIANT="slim"
            ARG BASE=python:${VERSION}-$VARIANT

            FROM --platform=linux/amd64 ${BASE}
            """);

    assertThat(application.baseImages()).containsExactly("python:3.11-slim");
  }

  @Test
  void aDefaultInTheNameOfTheImageIsTaken() throws IOException {
    Application application = with("ARG V\nARG D=debian\nfrom ${D:+python}:${V:-3.11}\n");

    assertThat(application.baseImages()).containsExactly("python:3.11");
  }

  @Test
  void aStageThatBeginsWithAnotherHasNoImageOfItsOwn() throws IOException {
    Application application =
        with(
            """
            FROM python:3.11 AS build
            FROM scratch AS files
            FROM Build AS test
            FROM python:3.11-slim
            """);

    assertThat(application.baseImages()).containsExactly("python:3.11", "python:3.11-slim");
  }

  @Test
  void anImageThatOnlyTheBuildKnowsIsLeftOut() throws IOException {
    assertThat(with("ARG BASE\nFROM ${BASE}\n").baseImages()).isEmpty();
  }

  @Test
  void aLineOfAnotherInstructionIsNoStage() throws IOException {
    Application application =
        with(
            """
            FROM python:3.11-slim
            RUN mysql -e "SELECT a \\
              # all of them
              FROM b"
            COPY <<EOF /query.sql
            FROM c
            EOF
            """);

    assertThat(application.baseImages()).containsExactly("python:3.11-slim");
  }

  @Test
  void aBuildFailsWithWhicheverStageItEnds() throws IOException {
    Application application = with("FROM a AS served\nRUN one\nFROM b AS test\nRUN two\n");

    application.failTheBuild();

    assertThat(dockerfile())
        .matches("(?s)FROM a AS served\nRUN one\nRUN [^\n]*false\nFROM b AS test\n.*false\n");
  }

  @Test
  void bytesAreInTheImageWithWhicheverStageItEnds() throws IOException {
    Application application = with("ARG A=1\nFROM a AS served\nFROM b AS test\n");

    application.addBytes(1);

    assertThat(dockerfile().split("COPY payload /payload", -1)).hasSize(3);
    assertThat(dockerfile()).startsWith("ARG A=1\nFROM a AS served\nCOPY payload /payload\n");
  }

  private Application with(String dockerfile) throws IOException {
    Files.writeString(directory.resolve("app/Dockerfile"), dockerfile);
    return new Application(directory, Map.of());
  }

  private String dockerfile() throws IOException {
    return Files.readString(directory.resolve("app/Dockerfile"));
  }
}
