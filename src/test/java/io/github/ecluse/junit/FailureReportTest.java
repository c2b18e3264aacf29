package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The remedy of a failure, as it is pasted beside the files of a stack. */
class FailureReportTest {
  private static final String REMEDY = "docker compose up -d registry && ./build.sh";

  @TempDir private Path directory;

  @Test
  void aRemedyNamesTheCommandByWhichTheStackDeploys() throws IOException {
    assertThat(remedy()).isEqualTo(REMEDY);

    Files.writeString(directory.resolve("ecluse.yml"), "deploy: make deploy");
    assertThat(remedy()).isEqualTo("docker compose up -d registry && make deploy");

    Files.writeString(directory.resolve("ecluse.yml"), "deplyo: make deploy");
    assertThat(remedy()).isEqualTo(REMEDY);
  }

  @ParameterizedTest
  @CsvSource({"registry answers, ''", "registry does not answer, registry-down"})
  void anAnswerThatBreaksOffIsTheRegistrysOnlyIfItDoesNotAnswer(String seen, String likely) {
    String message = "Tried GET http://127.0.0.1:8080/, but got no answer: Connection reset";

    assertThat(
            FailureReport.likely(message, "app running/unhealthy, " + seen)
                .map(FailureMode::name)
                .orElse(""))
        .isEqualTo(likely);
  }

  private String remedy() {
    return FailureReport.remedy(REMEDY, () -> new StackDirectory(directory));
  }
}
