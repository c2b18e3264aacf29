package io.github.ecluse.load;

import java.time.Duration;
import java.time.Instant;

/**
 * What came of one request.
 *
 * @param sentAt when it was sent
 * @param took until the whole answer was there, or until it failed
 * @param failure why it failed, such as {@code status 503}; empty if it was answered with 200
 * @param body the answer
 */
public record Answer(Instant sentAt, Duration took, String failure, String body) {
  /** Whether it was answered with 200. */
  public boolean isGood() {
    return failure.isEmpty();
  }

  Instant endedAt() {
    return sentAt.plus(took);
  }
}
