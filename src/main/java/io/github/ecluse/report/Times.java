package io.github.ecluse.report;

import java.util.Locale;

/** Durations as people read them. */
final class Times {
  private static final long MINUTE = 60_000;

  private Times() {}

  /** Returns {@code 3.2 s} or {@code 2 min 5 s}. */
  static String of(long millis) {
    return millis < MINUTE
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : "%d min %d s".formatted(millis / MINUTE, millis % MINUTE / 1000);
  }
}
