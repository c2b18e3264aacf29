package io.github.ecluse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.acceptance.Page;
import io.github.ecluse.load.Answer;
import io.github.ecluse.load.LoadReport;
import io.restassured.response.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The visits that the page counts in the database. */
final class Visits {
  private Visits() {}

  /** Visits the page by the proxy of a node, and returns the number of visits. */
  static long of(Node node) {
    Response response = Http.on(node.page()).get("/");
    assertThat(response.statusCode()).as("status of the page of %s", node.name()).isEqualTo(200);
    return new Page(response.asString()).visits();
  }

  /** Waits until the proxy of a node serves the page, with a number of visits. */
  static void await(Node node) {
    Awaitility.await("the page of " + node.name())
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(() -> assertThat(of(node)).as("visits").isPositive());
  }

  /** Asserts that the database still has each visit that was answered since a number was read. */
  static void assertKept(long before, LoadReport report, Node node) {
    List<Long> counted =
        report.answers().stream()
            .filter(Answer::isGood)
            .map(answer -> new Page(answer.body()).visitsAsShown())
            .filter(shown -> shown.matches("\\d+"))
            .map(Long::valueOf)
            .toList();
    assertThat(counted)
        .as("numbers of visits that were shown")
        .isNotEmpty()
        .doesNotHaveDuplicates();
    assertThat(of(node))
        .as(
            "visits that the database has, of %d before and %d visits that were shown",
            before, counted.size())
        .isGreaterThan(before + counted.size());
  }
}
