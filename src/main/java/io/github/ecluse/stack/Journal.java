package io.github.ecluse.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened in a run: told on the console as it happens, and kept for the report. */
public final class Journal {
  private final long started = System.nanoTime();
  private final List<Map<String, String>> entries = new ArrayList<>();

  /** Tells the person at the console, with the time since the run began. */
  public void say(String what) {
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    System.out.printf("[ecluse] %6.1f s  %s%n", seconds, what);
  }

  /** Tells it, and keeps it as an entry of the report. */
  public synchronized void record(String key, String value) {
    say(key + ": " + value);
    entries.add(new LinkedHashMap<>(Map.of(key, value)));
  }

  /** Hands over the entries that came since the last call. */
  synchronized List<Map<String, String>> takeEntries() {
    List<Map<String, String>> taken = List.copyOf(entries);
    entries.clear();
    return taken;
  }
}
