package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.SecondApplication;
import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application: its pages over HTTP from the host, with the database there and away. */
@AcceptanceTest
@Order(8)
class ApplicationIT {
  private static final long PAGE_LIMIT_MS = 2_000;
  private static final long DB_LIMIT_MS = 3_000;
  private static final Pattern VISITS = Pattern.compile("id=\"visits\">([^<]*)<");

  @Test
  @Order(1)
  void thePageGreetsNamesItsVersionAndItsHost(Stack stack) {
    String page = page(stack).then().statusCode(200).contentType("text/html").extract().asString();

    assertThat(page)
        .as("page of the application")
        .containsPattern("<h1>[^<]+</h1>")
        .containsPattern("id=\"version\">[^<]+<")
        .contains(stack.service("app").hostname());
  }

  @Test
  @Order(2)
  void eachVisitIsCounted(Stack stack) {
    String first = visits(page(stack));
    assertThat(first).as("visits, counted in the database").matches("\\d+");

    assertThat(visits(page(stack)))
        .as("visits after one more")
        .isEqualTo("" + (Integer.parseInt(first) + 1));
  }

  @Test
  @Order(3)
  void theHealthPageSaysThatItIsAlive(Stack stack) {
    on(stack).get("/health").then().statusCode(200).contentType("application/json");
  }

  @Test
  @Order(4)
  void theDatabasePageNamesServerDatabaseAndUserButNoPassword(Stack stack) {
    String body =
        on(stack)
            .get("/db")
            .then()
            .statusCode(200)
            .contentType("application/json")
            .body("version", not(blankOrNullString()))
            .body("database", equalTo("appdb"))
            .body("user", equalTo("appuser@%"))
            .extract()
            .asString();

    assertThat(body).as("answer of /db").doesNotContain("apppass");
  }

  /** Werkzeug's debugger, which runs any code for whoever reaches it, answers on the second one. */
  @ParameterizedTest
  @ValueSource(strings = {"/no-such-page", "/console"})
  @Order(5)
  void anUnknownPageIsNotFound(String path, Stack stack) {
    stack.deployed();

    on(stack).get(path).then().statusCode(404);
  }

  @ParameterizedTest(name = "docker compose {0} db")
  @ValueSource(strings = {"stop", "pause"})
  @Order(6)
  void withTheDatabaseAwayThePageIsServedAndTheDatabasePageSaysSo(String away, Stack stack) {
    stack.deployed();

    stack.command("docker", "compose", away, "db").orThrow();
    try {
      assertServedWithoutDatabase(stack);
    } finally {
      stack.command("docker", "compose", backFrom(away), "db").orThrow();
      stack.awaitWell(List.of("db"));
    }
  }

  private static void assertServedWithoutDatabase(Stack stack) {
    Response page = page(stack);
    page.then().statusCode(200).time(lessThan(PAGE_LIMIT_MS));
    assertThat(visits(page)).as("visits while the database is away").isEqualTo("unavailable");
    on(stack).get("/health").then().statusCode(200);
    String error =
        on(stack)
            .get("/db")
            .then()
            .statusCode(503)
            .contentType("application/json")
            .time(lessThan(DB_LIMIT_MS))
            .body("error", not(blankOrNullString()))
            .extract()
            .asString();
    assertThat(error).as("error of /db").doesNotContain("apppass");
  }

  private static String backFrom(String away) {
    return away.equals("pause") ? "unpause" : "start";
  }

  @Test
  @Order(7)
  void theDatabasePageRecoversByItself(Stack stack) {
    stack.deployed();
    String app = stack.service("app").id();
    stack.command("docker", "compose", "stop", "db").orThrow();
    on(stack).get("/db").then().statusCode(503);

    stack.command("docker", "compose", "start", "db").orThrow();

    await("/db answers 200 again")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> on(stack).get("/db").then().statusCode(200));
    ServiceContainer after = stack.service("app");
    assertThat(after.id()).as("container of the app").isEqualTo(app);
    assertThat(after.isRunning()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"DB_PASS, wrong", "DB_USER, nobody", "DB_NAME, mysql", "DB_HOST, 127.0.0.1"})
  @Order(8)
  void theApplicationUsesTheCredentialsThatItIsGiven(String variable, String value, Stack stack) {
    stack.deployed();

    try (SecondApplication other = stack.secondApplication(variable, value)) {
      await("an application with %s=%s answers".formatted(variable, value))
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> Http.on(other.url()).get("/health").statusCode() > 0);
      assertThat(Http.on(other.url()).get("/db").statusCode())
          .as("status of /db with %s=%s", variable, value)
          .isNotEqualTo(200);
    }
  }

  @Test
  @Order(9)
  void anOpenRequestIsAnsweredBeforeTheApplicationStops(Stack stack) throws IOException {
    stack.deployed();
    stack.awaitWell(List.of("app"));

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stack.appUrl().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write("GET /health HTTP/1.1\r\nHost: app\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      // Answered after the first half came: the server has read that half by now.
      on(stack).get("/health").then().statusCode(200);
      stack.command("docker", "compose", "kill", "-s", "TERM", "app").orThrow();
      assertThat(answerOnceComplete(socket))
          .as("answer to the request that was open when SIGTERM came")
          .startsWith("HTTP/1.1 200");
    } finally {
      bringBack(stack);
    }
  }

  /** What the server says to the rest of the request; a connection that is cut off says nothing. */
  private static String answerOnceComplete(Socket socket) {
    try {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write("Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "none: " + e.getMessage();
    }
  }

  @Test
  @Order(10)
  void anIdleApplicationEndsWithinASecondOfSigterm(Stack stack) {
    stack.deployed();
    stack.awaitWell(List.of("app"));
    stack.command("docker", "compose", "kill", "-s", "TERM", "app").orThrow();

    try {
      await("the app has ended")
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !stack.service("app").isRunning());
      assertThat(stack.service("app").exitCode()).as("exit code of the app").isZero();
    } finally {
      bringBack(stack);
    }
  }

  /** Compose takes an application that is still stopping for one that runs. */
  private static void bringBack(Stack stack) {
    await("the app has ended").until(() -> !stack.service("app").isRunning());
    stack.bringUp();
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }

  private static Response page(Stack stack) {
    stack.deployed();
    return on(stack).get("/");
  }

  private static String visits(Response page) {
    Matcher matcher = VISITS.matcher(page.asString());
    assertThat(matcher.find()).as("an element with the id visits in the page").isTrue();
    return matcher.group(1);
  }
}
