package io.github.ecluse.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The events of a run: printed as they happen, and kept for the report. */
public final class Journal {
  private final long started = System.nanoTime();
  private final List<Map<String, String>> entries = new ArrayList<>();
  private final Set<String> facts = new HashSet<>();
  private final ThreadLocal<String> name = ThreadLocal.withInitial(() -> "");

  /**
   * Prints a line, with the time since the run began.
   *
   * @param what one line
   */
  public void say(String what) {
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    System.out.println(
        String.format(Locale.ROOT, "[ecluse] %6.1f s  %s%s", seconds, name.get(), what));
  }

  /**
   * Has the lines of this thread begin with a name from now on, as others print lines meanwhile.
   *
   * @param what the name; the lines have none if it is empty
   */
  public void nameLinesAfter(String what) {
    name.set(what.isEmpty() ? "" : what + ": ");
  }

  /**
   * Prints an event, and keeps it as an entry of the report.
   *
   * @param key what the value is
   * @param value one line
   */
  public synchronized void record(String key, String value) {
    say(key + ": " + value);
    note(Map.of(key, value));
  }

  /**
   * Prints and keeps something that does not change during a run, at the first time.
   *
   * @param key what the value is
   * @param value one line
   */
  synchronized void fact(String key, String value) {
    if (facts.add(key + ": " + value)) {
      record(key, value);
    }
  }

  /** Keeps an entry of the report with several values, which nobody reads on the console. */
  synchronized void note(Map<String, String> values) {
    entries.add(new LinkedHashMap<>(values));
  }

  /** {@return the entries that came since the last call} */
  public synchronized List<Map<String, String>> takeEntries() {
    List<Map<String, String>> taken = List.copyOf(entries);
    entries.clear();
    return taken;
  }
}
