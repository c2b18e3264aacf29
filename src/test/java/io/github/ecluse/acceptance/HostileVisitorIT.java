package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The visitors who want more than a page: other people's data, the settings, the code. */
@AcceptanceTest
@ReadOnly
@Order(85)
class HostileVisitorIT {
  @ParameterizedTest
  @MethodSource("pages")
  @Order(1)
  @Claim("security-headers")
  void aPageIsNothingForOtherSitesToEmbedOrForBrowsersToGuess(String path, Stack stack) {
    stack.ensureReleased();

    SecurityHeaders.assertAreOn(path, stack);
  }

  static Stream<String> pages(Stack stack) {
    return Stream.concat(ownPages(stack), Stream.of("/no-such-page"));
  }

  /** The browser of who runs the application reaches it, and so does each site that it shows. */
  @ParameterizedTest
  @MethodSource("pages")
  @Order(6)
  @Claim("security-headers")
  void noOtherSiteReadsAPage(String path, Stack stack) {
    stack.ensureReleased();

    OtherSites.assertReadNothingOf(path, stack.appUrl());
  }

  /** A site that the owner opens could read there which versions run, and each image. */
  @Test
  @Order(7)
  @Claim("security-headers")
  void noOtherSiteReadsTheRegistry(Stack stack) {
    stack.ensureReleased();
    URI registry = stack.registry().uri();
    String tags = "/v2/" + stack.workspace().repositoryName() + "/tags/list";

    assertThat(Http.on(registry).get(tags).asString())
        .as("answer of the registry about its tags, the control")
        .contains(stack.workspace().tag());
    for (String path : List.of("/v2/", "/v2/_catalog", tags)) {
      OtherSites.assertReadNothingOf(path, registry);
    }
  }

  /** A page that is made from what a visitor sends runs it, or has other visitors run it. */
  @ParameterizedTest
  @MethodSource("addressesToSendTo")
  @Order(2)
  @Claim("pages-served")
  void whatAVisitorSendsIsNeitherCarriedOutNorSentBackAsMarkup(String path, Stack stack)
      throws IOException {
    stack.ensureReleased();

    List<String> answered = new ArrayList<>();
    for (HostileRequest request : HostileRequest.to(path)) {
      String response = request.sendTo(stack.appUrl());
      HostileAnswer.of(request.toString(), response).assertIsNotMadeFromExpressions();
      response.lines().findFirst().ifPresent(answered::add);
    }
    assertThat(answered)
        .as("answers to hostile requests for %s, the control", path)
        .isNotEmpty()
        .allMatch(line -> line.matches("HTTP/1[.][01] \\d{3}.*"));
  }

  static Stream<String> addressesToSendTo(Stack stack) {
    Promise promise = stack.workspace().promise();
    return Stream.concat(
        Stream.of(
            promise.page() + "?name=SENT&q=SENT&page=SENT",
            promise.health() + "?name=SENT",
            "/SENT"),
        promise.databasePage().map(page -> page + "?q=SENT").stream());
  }

  /** Where frameworks, editors and habits put settings and code that no visitor should read. */
  @ParameterizedTest
  @MethodSource("ownPages")
  @ValueSource(
      strings = {
        "/debug",
        "/env",
        "/config",
        "/settings",
        "/info",
        "/status",
        "/metrics",
        "/actuator/env",
        "/.env",
        "/.git/config",
        "/app.py",
        "/static/app.py",
        "/static/../app.py",
        "/static/.env",
        "/no-such-page"
      })
  @Order(3)
  @Claim("password-kept")
  void noPageShowsSettingsOrCode(String path, Stack stack) {
    stack.ensureReleased();

    String password = Database.password(stack);
    List<String> variables =
        stack.application().environment().entrySet().stream()
            .filter(variable -> variable.getValue().contains(password))
            .map(Map.Entry::getKey)
            .toList();

    String answer = on(stack).urlEncodingEnabled(false).get(path).asString();
    new HostileAnswer(path, answer).assertShowsNo(password, variables);
  }

  static Stream<String> ownPages(Stack stack) {
    Promise promise = stack.workspace().promise();
    return Stream.concat(
        Stream.of(promise.page(), promise.health()), promise.databasePage().stream());
  }

  /**
   * Whoever reads a log must see what the program wrote there, and no visitor's secrets. Not every
   * web server keeps to that: nginx writes the line break of an address into its error log.
   */
  @Test
  @Order(5)
  @Claim("security-headers")
  void aVisitorWritesNoLineOfALogAndNoLoginIntoOne(Stack stack) {
    stack.ensureReleased();

    VisitorInLogs.send(stack);

    VisitorInLogs.assertAreHarmless(stack);
  }

  /** A quote ends a string in SQL: where it is put into a question, the question fails. */
  @Test
  @Order(4)
  @Claim("pages-served")
  void aQuoteInTheAddressChangesNothing(Stack stack) {
    stack.ensureReleased();
    String names = "id,page,name,q,user,lang,order,sort,since,site,key,filter,search,limit";
    String query = "?" + names.replaceAll("(\\w+),?", "$1=1%27%22%29&");
    RequestSpecification request = on(stack).urlEncodingEnabled(false);

    Response page = request.get(path(stack) + query);
    assertThat(page.statusCode())
        .as("status of the page, with quotes in its address")
        .isEqualTo(200);

    if (Inside.isClaimed("visits-counted", stack)) {
      assertThat(new Page(page.asString()).visitsAsShown())
          .as("visits, when the address has quotes in it")
          .matches("\\d+");
    }
    stack
        .workspace()
        .promise()
        .databasePage()
        .ifPresent(
            database ->
                assertThat(request.get(database + query).statusCode())
                    .as("status of %s, the database-page, with quotes in its address", database)
                    .isEqualTo(200));
  }

  private static String path(Stack stack) {
    return stack.workspace().promise().page();
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
