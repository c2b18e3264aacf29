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
  @CsvSource(
      delimiter = '|',
      value = {
        "GET http://127.0.0.1:8080/: Connection reset | registry answers         | ''",
        "GET http://127.0.0.1:8080/: Connection reset | registry does not answer | registry-down",
        "GET http://127.0.0.1:5000/v2/: Connection reset | registry answers      | registry-down",
        "status 500: Internal Server Error            | registry answers         | ''",
        "failure:       ping-rule (docs/t.md), iptables failed | registry answers | ping-rule"
      })
  void theRegistryIsBlamedForItsOwnFailuresOnly(String message, String seen, String likely) {
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
