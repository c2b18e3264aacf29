package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
  void aCopyHasAllButWhatEarlierRunsWrote(@TempDir Path target) throws IOException {
    for (String folder : List.of("app", ".git", "target/classes", "target/ecluse", ".ecluse")) {
      Files.createDirectories(directory.resolve(folder));
    }
    Files.writeString(directory.resolve("app/app.py"), "pass\n");
    Files.writeString(directory.resolve(".git/config"), "");

    StackDirectory copy = new StackDirectory(directory).copyTo(target.resolve("copy"));

    assertThat(copy.path().resolve("app/app.py")).hasContent("pass");
    assertThat(copy.path().resolve(".git/config")).exists();
    assertThat(copy.path().resolve("target/classes")).exists();
    assertThat(copy.path().resolve("target/ecluse")).doesNotExist();
    assertThat(copy.path().resolve(".ecluse")).doesNotExist();
  }

  @Test
  void aLinkInsideTheStackIsALinkInsideTheCopy(@TempDir Path target) throws IOException {
    Files.createDirectories(directory.resolve("app"));
    Files.writeString(directory.resolve("app/app.py"), "pass\n");
    Files.createSymbolicLink(directory.resolve("relative"), Path.of("app/app.py"));
    Files.createSymbolicLink(directory.resolve("app/absolute"), directory.resolve("app"));

    StackDirectory copy = new StackDirectory(directory).copyTo(target.resolve("copy"));

    Path app = copy.path().resolve("app");
    assertThat(copy.path().resolve("relative")).isSymbolicLink().hasContent("pass");
    assertThat(app.resolve("absolute")).isSymbolicLink();
    assertThat(app.resolve("absolute").toRealPath()).isEqualTo(app);
  }

  /** Whatever a command writes there would be written to the original. */
  @Test
  void aLinkedRepositoryOrBuildFolderElsewhereIsLeftOut(@TempDir Path target) throws IOException {
    Path stack = Files.createDirectories(directory.resolve("stack"));
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createDirectories(stack.resolve(".git"));
    for (String link : List.of("target", "node_modules", ".git/refs")) {
      Files.createSymbolicLink(stack.resolve(link), elsewhere);
    }

    Path copy = new StackDirectory(stack).copyTo(target.resolve("copy")).path();

    assertThat(copy).isDirectoryNotContaining("glob:**/target");
    assertThat(copy.resolve("node_modules")).doesNotExist();
    assertThat(copy.resolve(".git")).isEmptyDirectory();
  }

  @Test
  void aLinkThatLeadsNowhereIsCopiedAsItIs(@TempDir Path target) throws IOException {
    Path lock = Path.of("user@host.123:1700000000");
    Files.createSymbolicLink(directory.resolve(".#compose.yml"), lock);

    StackDirectory copy = new StackDirectory(directory).copyTo(target.resolve("copy"));

    assertThat(Files.readSymbolicLink(copy.path().resolve(".#compose.yml"))).isEqualTo(lock);
  }

  @Test
  void aLinkThatLeavesTheStackLeadsToTheSamePlace(@TempDir Path target) throws IOException {
    Path stack = Files.createDirectories(directory.resolve("stack"));
    Files.createDirectories(directory.resolve("shared/inner"));
    Files.createSymbolicLink(stack.resolve("shared"), Path.of("../shared"));

    StackDirectory copy = new StackDirectory(stack).copyTo(target.resolve("copy"));

    assertThat(copy.path().resolve("shared").toRealPath())
        .isEqualTo(directory.resolve("shared").toRealPath());
  }

  @Test
  void theApplicationIsCopiedEvenIfItIsALink(@TempDir Path target) throws IOException {
    Path stack = Files.createDirectories(directory.resolve("stack"));
    Files.createDirectories(directory.resolve("shop"));
    Path original = Files.writeString(directory.resolve("shop/app.py"), "pass\n");
    Files.createSymbolicLink(stack.resolve("app"), Path.of("../shop"));

    StackDirectory copy = new StackDirectory(stack).copyTo(target.resolve("copy"));
    assertThat(copy.path().resolve("app/app.py")).hasContent("pass");
    Files.writeString(copy.path().resolve("app/app.py"), "changed\n");

    assertThat(original).hasContent("pass");
  }

  @Test
  @Timeout(30)
  void aPipeIsLeftOut(@TempDir Path target) throws IOException {
    Command.of("mkfifo", directory.resolve("pipe").toString()).run().orThrow();

    StackDirectory copy = new StackDirectory(directory).copyTo(target.resolve("copy"));

    assertThat(copy.path()).isEmptyDirectory();
  }

  @Test
  void aStackNamedByALinkAndCalledAsWhatIsLeftOutIsCopied(@TempDir Path target) throws IOException {
    Path stack = Files.createDirectories(directory.resolve("a folder/target"));
    Files.writeString(stack.resolve("build.sh"), "exit\n");
    Path link = Files.createSymbolicLink(directory.resolve("link"), stack);

    StackDirectory copy = new StackDirectory(link).copyTo(target.resolve("copy"));

    assertThat(copy.path().resolve("build.sh")).hasContent("exit");
  }

  @Test
  void theModesOfDirectoriesAreKeptAndKeepNoCopyFromBeingDeleted(@TempDir Path target)
      throws IOException {
    Set<PosixFilePermission> readOnly = PosixFilePermissions.fromString("r-x------");
    Path kept = Files.createDirectories(directory.resolve("kept"));
    Files.writeString(kept.resolve("file"), "text\n");
    Files.setPosixFilePermissions(kept, readOnly);

    StackDirectory copy = new StackDirectory(directory).copyTo(target.resolve("copy"));

    assertThat(Files.getPosixFilePermissions(copy.path().resolve("kept"))).isEqualTo(readOnly);
    copy.delete(List.of());
    assertThat(copy.path()).doesNotExist();
  }
}
