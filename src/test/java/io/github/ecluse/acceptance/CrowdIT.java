package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.HostProcesses;
import io.github.ecluse.database.Sessions;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.load.Load;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.support.SecondApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A crowd: many clients at once, and clients that are idle, slow, broken or greedy. */
@AcceptanceTest
@ReadOnly
@Order(90)
class CrowdIT {
  private static final int VISITORS = 40;

  /** So many that two meet on a busy machine, too. */
  private static final int VISITS = 5 * VISITORS;

  /** No more than an application has threads at its least. */
  private static final int FEW = 4;

  private static final int MANY_PER_SECOND = 300;
  private static final int MANY_FOR_S = 3;

  /** Of a body that is said to be 400 MB: more than a server keeps in memory for one client. */
  private static final int SENT = 8 * 1024 * 1024;

  private static final long WRITTEN_LIMIT = 1024 * 1024;

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleasedAndWell();
  }

  /** While releases roll, the next version is there before the last one has given up its own. */
  @Test
  @Order(0)
  @Claim("visits-counted")
  void theDatabaseHasConnectionsForOneMoreApplication(Stack stack) {
    Visitors.come(VISITORS, Duration.ZERO, stack).seen();

    assertThatCode(
            () ->
                assertThat(Sessions.openAsMany(stack))
                    .as("connections of the app after %d visits at once, the control", VISITORS)
                    .isPositive())
        .as("the database gives one more application as many connections as the app has")
        .doesNotThrowAnyException();
  }

  /** On a busy machine an application may turn some away. Few at once are served on any. */
  @Test
  @Order(1)
  @Claim("visits-counted")
  void visitsAtTheSameMomentAreAllCounted(Stack stack) throws SQLException {
    int before = Page.of(stack).visits();
    List<String> seen = Visitors.crowd(VISITORS, VISITS, stack);
    if (!seen.stream().allMatch(Page::isNumber)) {
      before = Page.of(stack).visits();
      seen = Visitors.crowd(FEW, VISITS, stack);
    }

    assertThat(seen)
        .as("each of %d visits at once", VISITS)
        .allMatch(Page::isNumber, "a number, counted in the database");
    assertThat(Set.copyOf(seen)).as("numbers of %d visits at once", VISITS).hasSize(VISITS);
    assertThat(seen.stream().mapToInt(Integer::parseInt).max())
        .as("the last of them")
        .hasValue(before + VISITS);
    // One for each visitor would reach the server's limit of 151 with four times the visitors.
    assertThat(Sessions.open(stack))
        .as("connections that the app keeps to the database after %d visits at once", VISITS)
        .isLessThan(VISITORS);
  }

  /** As two do while releases roll, or after scaling. */
  @Test
  @Order(4)
  @Claim("visits-counted")
  void twoApplicationsCountTogether(Stack stack) {
    try (SecondApplication other = SecondApplication.of(stack, Inside.port(stack), "LANG", "C")) {
      await("the second application answers")
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(
              () ->
                  Http.on(other.url()).get(stack.workspace().promise().health()).statusCode()
                      == 200);
      List<Integer> visits = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        visits.add(Page.of(stack).visits());
        visits.add(
            new Page(Http.on(other.url()).get(stack.workspace().promise().page()).asString())
                .visits());
      }
      assertThat(visits)
          .as("visits of two applications in turn, on one database")
          .doesNotHaveDuplicates()
          .isSorted();
    }
  }

  @Test
  @Order(2)
  @Claim("slow-clients-harmless")
  void idleSlowAndBrokenClientsKeepNobodyWaiting(Stack stack) throws Exception {
    ServiceContainer before = stack.application();

    SlowClients.assertKeepNobodyWaiting(stack);

    ServiceContainer after = stack.application();
    assertThat(after.id()).as("container of the app").isEqualTo(before.id());
    assertThat(after.restartCount()).as("restarts of app").isEqualTo(before.restartCount());
  }

  /** Behind a published port, and behind a proxy, all of them have one address. */
  @Test
  @Order(5)
  @Claim("visits-counted")
  void manyVisitorsAMinuteAreAllServed(Stack stack) throws Exception {
    try (Load load =
        Load.on(stack.appUrl().resolve(stack.workspace().promise().health()), MANY_PER_SECOND)) {
      TimeUnit.SECONDS.sleep(MANY_FOR_S);
      assertThat(load.stop().failed()).as("requests that failed").isEmpty();
    }
  }

  /** Each browser may send other words, and each request too. */
  @Test
  @Order(6)
  @Claim("slow-clients-harmless")
  void whatVisitorsSendIsNotKeptInMemory(Stack stack) throws Exception {
    Remembered.assertIsNothing(stack);
  }

  @Test
  @Order(3)
  @Claim("slow-clients-harmless")
  void aLargeRequestIsRefusedAndWrittenNowhere(Stack stack) throws IOException {
    HostProcesses host = stack.host();
    long pid = host.listenersOn(Inside.port(stack), stack.application().pid()).get(0).pid();
    long before = host.writtenBytes(pid);

    assertThat(LargeRequest.sent("Content-Length: 400000000", new byte[SENT], stack))
        .as("answer to a body of 400 MB")
        .doesNotContain(" 200 ");
    assertThat(LargeRequest.sent("X-Large: " + "x".repeat(1024 * 1024), new byte[0], stack))
        .as("answer to a header of 1 MB")
        .doesNotContain(" 200 ");
    assertThat(host.writtenBytes(pid) - before)
        .as("bytes that the web server wrote to disk meanwhile")
        .isLessThan(WRITTEN_LIMIT);
    Http.on(stack.appUrl()).get(stack.workspace().promise().health()).then().statusCode(200);
  }
}
