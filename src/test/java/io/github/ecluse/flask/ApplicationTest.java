package io.github.ecluse.flask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.workspace.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the Dockerfile of the application is changed, as people write it. */
class ApplicationTest {
  @TempDir private Path directory;

  @BeforeEach
  void program() throws IOException {
    Files.createDirectories(directory.resolve("app"));
    Files.writeString(directory.resolve("app/app.py"), "pass\n");
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
    return new Application(new Sources(directory));
  }

  private String dockerfile() throws IOException {
    return Files.readString(directory.resolve("app/Dockerfile"));
  }
}
