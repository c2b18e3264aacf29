package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies are deleted, whoever else deletes them or has written to them. */
class DeletionTest {
  @TempDir private Path copies;

  @RepeatedTest(5)
  void twoProcessesMayDeleteTheSame() throws IOException {
    Path copy = copies.resolve("999999999-1");
    for (int i = 0; i < 400; i++) {
      Files.createDirectories(copy.resolve(i % 20 + "/" + i));
    }

    List<CompletableFuture<List<String>>> both =
        Stream.of(1, 2)
            .map(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> AbandonedCopies.deleteIn(copies, List.of())))
            .toList();

    assertThat(both).allSatisfy(one -> assertThat(one.join()).isEmpty());
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void theCopyOfAProcessThatRunsStays() throws IOException {
    Path copy = Files.createDirectories(copies.resolve(ProcessHandle.current().pid() + "-1"));

    assertThat(AbandonedCopies.deleteIn(copies, List.of())).isEmpty();
    assertThat(copy).isDirectory();
  }

  /** Nobody may delete there, root neither. */
  @Test
  void whatCanNotBeDeletedIsToldWithACommand() {
    StackDirectory closed = new StackDirectory(Path.of("/proc/self/ns"));

    assertThatThrownBy(() -> closed.delete(List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("can't delete /proc/self/ns", "sudo rm -rf '/proc/self/ns'");
  }
}
