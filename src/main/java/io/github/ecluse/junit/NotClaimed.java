package io.github.ecluse.junit;

import io.github.ecluse.claims.Claims;
import io.github.ecluse.stack.Journal;
import java.util.List;
import java.util.Set;

/**
 * Lists the claims that the stack under test does not make: in the report, and once more where the
 * run ends. Their checks are not in the run, so that nothing else tells of them.
 */
final class NotClaimed implements AutoCloseable {
  private static final String KEY = "not claimed";

  private final List<String> names;
  private final Journal journal;

  /**
   * Creates the list, and writes it in the report.
   *
   * @param claims the names of the claims that the stack makes
   */
  NotClaimed(Set<String> claims, Journal journal) {
    this.journal = journal;
    names = Claims.ofAStack(true).stream().filter(name -> !claims.contains(name)).toList();
    if (!names.isEmpty()) {
      journal.record(KEY, String.join(", ", names));
    }
  }

  /** Prints the list once more; JUnit calls this after the last check. */
  @Override
  public void close() {
    if (!names.isEmpty()) {
      journal.say("%s, and not run: %s".formatted(KEY, String.join(", ", names)));
    }
  }
}
