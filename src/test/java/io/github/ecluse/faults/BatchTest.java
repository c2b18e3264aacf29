package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.process.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which variants stand in one copy of the stack. */
class BatchTest {
  @TempDir private Path directory;

  @Test
  void variantsOfOtherLinesGoTogether() throws IOException {
    variant("first", "", 5);
    variant("second", "", 15);

    assertThat(batches()).containsExactly(List.of("first", "second"));
  }

  @Test
  void variantsOfTheSameLinesDoNot() throws IOException {
    variant("first", "", 5);
    variant("second", "", 6);

    assertThat(batches()).containsExactly(List.of("first"), List.of("second"));
  }

  /**
   * It knows its line by those after it alone, so that it applies where the one before is changed.
   */
  @Test
  void oneThatWouldTakeTheGroundFromAnotherStandsApart() throws IOException {
    variant("first", "", 5);
    Files.writeString(
        directory.resolve("second.diff"),
        """
        why: it is another

        --- a/compose.yml
        +++ b/compose.yml
        @@ -6,3 +6,3 @@
        -line 6
        +line 6, changed
         line 7
         line 8
        """);

    assertThat(batches()).containsExactly(List.of("first"), List.of("second"));
  }

  @Test
  void oneThatWouldHideAnotherStandsApart() throws IOException {
    variant("first", "", 5);
    variant("second", "apart: first\n", 15);

    assertThat(batches()).containsExactly(List.of("first"), List.of("second"));
  }

  @Test
  void oneThatNothingMayRunBesideStandsAlone() throws IOException {
    variant("first", "alone: it takes both cores\n", 5);
    variant("second", "", 15);

    assertThat(batches()).containsExactly(List.of("first"), List.of("second"));
  }

  @Test
  void eachFolderIsOfACopyOfItsOwn() throws IOException {
    variant("first", "", 5);
    variant("second", "folder: été\n", 15);
    variant("third", "folder: hiver\n", 25);

    assertThat(batches()).containsExactly(List.of("second", "first"), List.of("third"));
  }

  @Test
  void oneThatDoesNotApplyIsAnError() throws IOException {
    variant("first", "", 5);

    assertThatThrownBy(() -> batches("another line")).isInstanceOf(CommandFailedException.class);
  }

  private List<List<String>> batches() {
    String[] lines =
        IntStream.rangeClosed(1, 30).mapToObj("line %d"::formatted).toArray(String[]::new);
    return batches(lines);
  }

  private List<List<String>> batches(String... lines) {
    return Batch.together(Change.in(directory), name -> fresh(name, lines)).stream()
        .map(batch -> batch.changes().stream().map(Change::name).toList())
        .toList();
  }

  private Path fresh(String name, String... lines) {
    try {
      Path copy = Files.createDirectories(directory.resolve(name));
      Files.write(copy.resolve("compose.yml"), List.of(lines));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A variant that changes one line, and knows it by those before and after. */
  private void variant(String name, String keys, int line) throws IOException {
    Files.writeString(
        directory.resolve(name + ".diff"),
        """
        why: it is another
        %s
        --- a/compose.yml
        +++ b/compose.yml
        @@ -%2$d,3 +%2$d,3 @@
         line %2$d
        -line %3$d
        +line %3$d, changed
         line %4$d
        """
            .formatted(keys, line - 1, line, line + 1));
  }
}
