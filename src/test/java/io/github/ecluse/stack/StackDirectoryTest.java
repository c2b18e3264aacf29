package io.github.ecluse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDirectoryTest {
  @TempDir private Path directory;

  @Test
  void theStackOfThisProjectIsFoundFromAnyDirectoryBelowIt() {
    Path project = Path.of("").toAbsolutePath();

    assertThat(StackDirectory.given("", project.resolve("src/test")).path()).isEqualTo(project);
  }

  @Test
  void theStackThatIsNamedIsTaken() {
    assertThat(StackDirectory.given("a/../stack", directory).path())
        .isEqualTo(directory.resolve("stack"));
  }

  @Test
  void aCopyHasAllButWhatRunsAndToolsLeave(@TempDir Path target) throws IOException {
    Files.createDirectories(directory.resolve(".git"));
    Files.createDirectories(directory.resolve("app"));
    Files.writeString(directory.resolve("app/app.py"), "pass\n");
    Files.writeString(directory.resolve(".git/config"), "");

    StackDirectory copy = new StackDirectory(directory).copyTo(target.resolve("copy"));

    assertThat(copy.path().resolve("app/app.py")).hasContent("pass");
    assertThat(copy.path().resolve(".git")).doesNotExist();
  }
}
