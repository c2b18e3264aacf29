package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are special, or gone before they are copied. */
class DirectoryCopyTest {
  /** Setgid, and the sticky bit. */
  private static final int SPECIAL = 03775;

  @TempDir private Path folder;

  @Test
  void aFolderKeepsItsWholeMode() throws IOException {
    Path shared = Files.createDirectories(folder.resolve("stack/shared"));
    Files.setAttribute(shared, "unix:mode", SPECIAL);

    Path copy = copy("copy");

    assertThat((int) Files.getAttribute(copy.resolve("shared"), "unix:mode") & 07777)
        .isEqualTo(SPECIAL);
  }

  @Test
  void aFolderMayBeRemovedWhileItIsCopied() throws IOException {
    Path work = Files.createDirectories(folder.resolve("stack/work"));
    Path copy = Files.createDirectories(folder.resolve("copy"));
    DirectoryCopy visitor = new DirectoryCopy(folder.resolve("stack"), copy);

    visitor.preVisitDirectory(work, Files.readAttributes(work, BasicFileAttributes.class));
    Files.delete(work);

    assertThat(visitor.postVisitDirectory(work, null)).isEqualTo(FileVisitResult.CONTINUE);
    assertThat(visitor.postVisitDirectory(work, new NoSuchFileException("work/a")))
        .isEqualTo(FileVisitResult.CONTINUE);
    assertThat(copy.resolve("work")).isEmptyDirectory();
  }

  private Path copy(String name) {
    return new StackDirectory(folder.resolve("stack")).copyTo(folder.resolve(name)).path();
  }
}
