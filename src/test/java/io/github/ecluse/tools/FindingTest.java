package io.github.ecluse.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A tool sees a change by what it reports on top. */
class FindingTest {
  private static final Finding PORT = new Finding("5.9", "plain", "app 8080", false);
  private static final Finding ROOT = new Finding("4.1", "plain", "app", false);

  @Test
  void sameFindingsAddNothing() {
    assertThat(Finding.added(List.of(PORT, ROOT), List.of(ROOT, PORT))).isEmpty();
  }

  @Test
  void aFindingThatIsGoneAddsNothing() {
    assertThat(Finding.added(List.of(PORT, ROOT), List.of(PORT))).isEmpty();
  }

  @Test
  void aNewOneIsAdded() {
    assertThat(Finding.added(List.of(PORT), List.of(PORT, ROOT))).containsExactly(ROOT);
  }

  /** ShellCheck says the same words about each line without quotes. */
  @Test
  void oneMoreOfTheSameIsAdded() {
    assertThat(Finding.added(List.of(PORT), List.of(PORT, PORT))).containsExactly(PORT);
  }

  @Test
  void theSameRuleInAnotherFileIsAdded() {
    Finding elsewhere = new Finding("5.9", "swarm", "app 8080", false);

    assertThat(Finding.added(List.of(PORT), List.of(PORT, elsewhere))).containsExactly(elsewhere);
  }
}
