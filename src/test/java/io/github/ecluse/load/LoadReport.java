package io.github.ecluse.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of a load.
 *
 * @param answers one for each request, in the order in which they were sent
 */
public record LoadReport(List<Answer> answers) {
  /** The requests that were not answered with 200. */
  public List<Answer> failed() {
    return answers.stream().filter(answer -> !answer.isGood()).toList();
  }

  /** How long half of the good answers took at most. */
  public Duration median() {
    List<Duration> times =
        answers.stream().filter(Answer::isGood).map(Answer::took).sorted().toList();
    return times.isEmpty() ? Duration.ZERO : times.get(times.size() / 2);
  }

  /** How long the slowest good answer took. */
  public Duration slowest() {
    return slowestAnswer().map(Answer::took).orElse(Duration.ZERO);
  }

  private Optional<Answer> slowestAnswer() {
    return answers.stream().filter(Answer::isGood).max(Comparator.comparing(Answer::took));
  }

  /** How long after the first request the slowest was sent. */
  private Duration slowestSentAfter() {
    return slowestAnswer()
        .map(answer -> Duration.between(answers.get(0).sentAt(), answer.sentAt()))
        .orElse(Duration.ZERO);
  }

  /** The longest time in which no good answer came. */
  public Duration longestSilence() {
    List<Instant> moments =
        answers.stream().filter(Answer::isGood).map(Answer::endedAt).sorted().toList();
    Duration longest = Duration.ZERO;
    for (int i = 1; i < moments.size(); i++) {
      Duration silence = Duration.between(moments.get(i - 1), moments.get(i));
      longest = silence.compareTo(longest) > 0 ? silence : longest;
    }
    return longest;
  }

  /** When the first answer that holds a text had come. */
  public Optional<Instant> firstWith(String text) {
    return answers.stream()
        .filter(answer -> answer.isGood() && answer.body().contains(text))
        .map(Answer::endedAt)
        .min(Instant::compareTo);
  }

  /**
   * Asserts that requests were sent, and that each was answered with 200 in time.
   *
   * @param page what was asked for
   * @param limit for each answer
   * @param control what another server did meanwhile: a busy machine makes that slow too
   */
  public void assertAnswered(String page, Duration limit, LoadReport control) {
    assertThat(answers).as("requests to %s", page).isNotEmpty();
    assertThat(failed()).as("failed requests to %s", page).isEmpty();
    assertThat(slowest())
        .as("slowest answer of %s, beside %s of the control", page, control.slowest())
        .isLessThan(limit.plus(control.slowest()));
  }

  @Override
  public String toString() {
    return "%d requests, %d failed, median %d ms, slowest %d ms (sent after %d ms), longest silence %d ms"
        .formatted(
            answers.size(),
            failed().size(),
            median().toMillis(),
            slowest().toMillis(),
            slowestSentAfter().toMillis(),
            longestSilence().toMillis());
  }
}
