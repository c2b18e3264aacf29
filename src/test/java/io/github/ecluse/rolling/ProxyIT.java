package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.acceptance.Limits;
import io.github.ecluse.acceptance.NoRoot;
import io.github.ecluse.acceptance.Page;
import io.github.ecluse.acceptance.SecurityHeaders;
import io.github.ecluse.acceptance.SlowClients;
import io.github.ecluse.acceptance.VisitorInLogs;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proxy of a rolling stack: it is guarded as the application is that it stands before. */
@Tag("rolling")
@AcceptanceTest
@Order(5)
@Claim("releases-roll")
class ProxyIT {
  /** Long enough for some of the proxy's checks. */
  private static final int CHECKED_FOR_S = 2;

  private static final Duration RESTART_LIMIT = Duration.ofSeconds(10);

  /** The application's own limit. */
  private static final long DB_LIMIT_MS = 3_000;

  @BeforeEach
  void roll(Stack stack) {
    if (stack.services().all().stream().noneMatch(service -> service.service().equals("proxy"))) {
      stack.releases().deploy("--rolling");
    }
  }

  @Test
  @Order(1)
  void noOtherAddressOfTheHostReachesIt(Stack stack) {
    assertThat(HostAddresses.answering(stack.appUrl().getPort()))
        .as("addresses of the host that answer on the proxy's port")
        .isNotEmpty()
        .allMatch(InetAddress::isLoopbackAddress, "loopback");
    assertThat(stack.host().openPorts(stack.service("proxy").pid()))
        .as("ports on which the proxy listens for others")
        .containsExactly(8080);
  }

  @Test
  @Order(2)
  void whatReadsRequestsHasNoRoot(Stack stack) {
    NoRoot.assertNoWayBySetuid(NoRoot.assertOn(8080, "proxy", stack));
  }

  @Test
  @Order(3)
  void thePageIsBackAfterItsProcessIsKilled(Stack stack) {
    ServiceContainer before = stack.service("proxy");

    stack.host().signal("KILL", before.pid());

    await("the proxy is started again, and serves the page")
        .atMost(RESTART_LIMIT)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () ->
                stack.service("proxy").restartCount() > before.restartCount()
                    && Http.on(stack.appUrl()).get("/health").statusCode() == 200);
  }

  /** The proxy asks twice a second whether the application is well. */
  @Test
  @Order(5)
  void itsOwnChecksAreNoVisits(Stack stack) throws InterruptedException {
    int before = visits(stack);

    TimeUnit.SECONDS.sleep(CHECKED_FOR_S);

    assertThat(visits(stack))
        .as("visits %d s after number %d, if nobody else came", CHECKED_FOR_S, before)
        .isEqualTo(before + 1);
  }

  /** The application knows how long it may wait, and what to say then. */
  @Test
  @Order(6)
  @Claim("served-without-the-database")
  void whileTheDatabaseHangsTheApplicationsOwnAnswersComeThrough(Stack stack) {
    stack.services().awaitWell(stack.workspace().promise().services());
    assertThat(on(stack).get("/db").statusCode()).as("status of /db, the control").isEqualTo(200);
    stack.compose().command("docker", "compose", "pause", "db").orThrow();
    try {
      Response page = on(stack).get("/");
      assertThat(page.statusCode())
          .as("status of the page through the proxy while the database hangs")
          .isEqualTo(200);
      assertThat(new Page(page.asString()).visitsAsShown()).as("visits").isEqualTo("unavailable");
      Response database = on(stack).get("/db");
      assertThat(database.statusCode())
          .as("status of /db through the proxy while the database hangs")
          .isEqualTo(503);
      assertThat(database.time())
          .as("milliseconds of /db through the proxy while the database hangs")
          .isLessThan(DB_LIMIT_MS);
      assertThat(database.asString())
          .as("what /db says through the proxy while the database hangs")
          .contains("\"error\"");
    } finally {
      stack.compose().command("docker", "compose", "unpause", "db").orThrow();
    }
  }

  /** A request that failed may have been carried out: a visit would count twice, or wait twice. */
  @Test
  @Order(10)
  void whatFailsIsAskedOnce(Stack stack) {
    FailingPage.assertIsAskedOnce(stack);
  }

  @ParameterizedTest
  @MethodSource("io.github.ecluse.acceptance.SecurityHeaders#pages")
  @Order(11)
  @Claim("security-headers")
  void aPageHasItsHeadersBehindIt(String path, Stack stack) {
    SecurityHeaders.assertAreOn(path, stack);
  }

  @Test
  @Order(7)
  void itsLogHasNoLoginOfAVisitor(Stack stack) {
    VisitorInLogs.send(stack);

    VisitorInLogs.assertAreHarmless(stack);
  }

  /** A release that rolls starts the application with another overlay. */
  @Test
  @Order(8)
  @Claim("limits")
  void theApplicationHasItsLimitsBehindIt(Stack stack) {
    Limits.assertKeptBy(stack.application(), stack);
  }

  /** It takes them off the application, and must not be the one that they stop. */
  @Test
  @Order(9)
  @Claim("slow-clients-harmless")
  void idleSlowAndBrokenClientsKeepNobodyWaitingAtTheProxy(Stack stack) throws Exception {
    SlowClients.assertKeepNobodyWaiting(stack);
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }

  private static int visits(Stack stack) {
    return new Page(RolledPage.page(stack)).visits();
  }

  @Test
  @Order(4)
  void itHasLimitsAndNothingOfTheHost(Stack stack) {
    ServiceContainer proxy = stack.service("proxy");
    Limits.assertKeptBy(proxy, stack);
    assertThat(proxy.mounts())
        .as("folders and files of the host in the proxy, none of which leads to the engine")
        .noneMatch(
            mount -> "/var/run/docker.sock".startsWith(mount) || mount.endsWith("/docker.sock"));
  }
}
