package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The evidence of a failure: of this one only, for this user only, without secrets. */
class FailureEvidenceTest extends ReportedRuns {
  @Test
  void theEvidenceOfAnEarlierFailureIsGone() throws IOException {
    Path folder = Files.createDirectories(output.resolve("failures/SaysASecretTest.page"));
    Files.writeString(folder.resolve("old.log"), "of another run");

    failure(SaysASecretTest.class);

    assertThat(folder).isDirectoryContaining("glob:**/inspect.json");
    assertThat(folder.resolve("old.log")).as("file of an earlier run").doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void aSecretIsNeitherInTheFailureNorInItsCauses() {
    Throwable failure = failure(SaysASecretTest.class);

    assertThat(failure).hasMessageContaining("wrong password ***");
    assertThat(failure).hasStackTraceContaining("SaysASecretTest.page");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(WithSecrets.SECRET);
  }

  @ExtendWith(WithSecrets.class)
  static class SaysASecretTest {
    @Test
    void page() {
      Assertions.fail("wrong password " + WithSecrets.SECRET);
    }
  }
}
