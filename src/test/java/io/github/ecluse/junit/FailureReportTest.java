package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private String remedy() {
    return FailureReport.remedy(REMEDY, () -> new StackDirectory(directory));
  }
}
