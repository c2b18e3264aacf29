package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.process.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change counts as made only if Git can take it back. */
class ChangeTest {
  private static final String ORIGINAL = "one\ntwo\nthree\n";

  @TempDir private Path directory;
  private Path stack;

  @BeforeEach
  void makeAStack() throws IOException {
    stack = Files.createDirectories(directory.resolve("stack"));
    Files.writeString(stack.resolve("compose.yml"), ORIGINAL);
  }

  @Test
  void aChangeThatWasMadeIsInTheStackUntilItIsTakenBack() throws IOException {
    Change change = change("first", "compose.yml", "two", "2");
    assertThat(change.isIn(stack)).as("before it is made").isFalse();

    change.applyTo(stack);
    assertThat(change.isIn(stack)).as("after it was made").isTrue();

    change.takeBackFrom(stack);
    assertThat(change.isIn(stack)).as("after it was taken back").isFalse();
    assertThat(stack.resolve("compose.yml")).hasContent(ORIGINAL);
  }

  @Test
  void aChangeThatDoesNotApplyIsAnError() throws IOException {
    Change change = change("first", "compose.yml", "four", "4");

    assertThatThrownBy(() -> change.applyTo(stack)).isInstanceOf(CommandFailedException.class);
    assertThat(change.isIn(stack)).isFalse();
  }

  @Test
  void aChangeThatUndoesItselfWasNotMade() throws IOException {
    Change change = change("first", "compose.yml", "two", "2");
    String back = "--- a/compose.yml\n+++ b/compose.yml\n@@ -1,3 +1,3 @@\n one\n-2\n+two\n three\n";
    Files.writeString(change.file(), back, StandardOpenOption.APPEND);

    assertThatThrownBy(() -> change.applyTo(stack))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("makes no change that git can take back");
  }

  /** In a folder of a repository, Git passes over what is outside of it, and succeeds. */
  @Test
  void aFileThatGitPassesOverIsNoChange() throws IOException {
    Path repository = Files.createDirectories(stack.resolve(".git"));
    Files.createDirectories(repository.resolve("objects"));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main\n");
    Path inner = Files.createDirectories(stack.resolve("inner"));
    Change change = change("first", "compose.yml", "two", "2");
    String diff = Files.readString(change.file());
    Files.writeString(
        change.file(), diff.replace("--- a/", "diff --git a/compose.yml b/compose.yml\n--- a/"));

    assertThatThrownBy(() -> change.applyTo(inner)).isInstanceOf(CommandFailedException.class);
    assertThat(change.isIn(inner)).isFalse();
    assertThat(stack.resolve("compose.yml")).hasContent(ORIGINAL);
  }

  @Test
  void oneOfABatchThatAnotherUndoesIsAnError() throws IOException {
    Change change = change("first", "compose.yml", "two", "2");
    Change undone = change("second", "compose.yml", "2", "two");
    Batch both = new Batch(List.of(change, undone));

    assertThatThrownBy(() -> both.applyTo(stack))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("first");
  }

  private Change change(String name, String file, String from, String to) throws IOException {
    Path changes = Files.createDirectories(directory.resolve("changes"));
    Files.writeString(
        changes.resolve(name + ".diff"),
        "why: x\n\n--- a/%1$s\n+++ b/%1$s\n@@ -1,3 +1,3 @@\n one\n-%2$s\n+%3$s\n three\n"
            .formatted(file, from, to));
    return Change.in(changes).stream()
        .filter(change -> change.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
