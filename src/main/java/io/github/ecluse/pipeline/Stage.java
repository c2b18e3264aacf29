package io.github.ecluse.pipeline;

import java.time.Duration;
import java.util.Locale;

/**
 * A stage of the pipeline, as the script announced it.
 *
 * @param name the announcement, without its {@code [*]}
 * @param took the time until the next announcement, or the end
 */
public record Stage(String name, Duration took) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.1f s", name, took.toMillis() / 1000.0);
  }
}
