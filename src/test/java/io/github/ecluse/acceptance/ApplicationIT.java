package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application: its pages over HTTP from the host. */
@AcceptanceTest
@Order(80)
class ApplicationIT {
  /** Of three template languages, each of which makes 9359 of it, and a script. */
  private static final String EXPRESSIONS = "{{1337*7}}${1337*7}<%= 1337*7 %><script>1337</script>";

  @Test
  @Order(1)
  @Claim("page-names-release")
  void thePageGreetsNamesItsVersionAndItsHost(Stack stack) {
    stack.ensureReleased();
    String page =
        on(stack).get("/").then().statusCode(200).contentType("text/html").extract().asString();

    assertThat(new Page(page).heading()).as("heading of the page").isNotBlank();
    assertThat(new Page(page).version()).as("version on the page").isNotBlank();
    assertThat(page).as("page of the application").contains(stack.application().hostname());
  }

  @Test
  @Order(2)
  @Claim("visits-counted")
  void eachVisitIsCounted(Stack stack) {
    stack.ensureReleased();
    int first = Page.of(stack).visits();

    assertThat(Page.of(stack).visits()).as("visits after one more").isEqualTo(first + 1);
  }

  @Test
  @Order(3)
  @Claim("pages-served")
  void theHealthPageSaysThatItIsAlive(Stack stack) {
    on(stack).get("/health").then().statusCode(200).contentType("application/json");
  }

  @Test
  @Order(4)
  @Claim("database-settings")
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
  @Claim("pages-served")
  void anUnknownPageIsNotFound(String path, Stack stack) {
    stack.ensureReleased();

    on(stack).get(path).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/no-such-page"})
  @Order(6)
  @Claim("security-headers")
  void aPageIsNothingForOtherSitesToEmbedOrForBrowsersToGuess(String path, Stack stack) {
    stack.ensureReleased();

    on(stack)
        .header("Origin", "https://elsewhere.example")
        .get(path)
        .then()
        .header("X-Content-Type-Options", "nosniff")
        .header("Access-Control-Allow-Origin", nullValue())
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", containsString("no-store"))
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
  }

  /** A page that is made from what a visitor sends runs it, or has other visitors run it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/?name=SENT&q=SENT&page=SENT", "/health?name=SENT", "/db?q=SENT", "/SENT"})
  @Order(7)
  @Claim("pages-served")
  void whatAVisitorSendsIsNeitherCarriedOutNorSentBackAsMarkup(String path, Stack stack) {
    stack.ensureReleased();

    String answer =
        on(stack)
            .urlEncodingEnabled(false)
            .header("User-Agent", EXPRESSIONS)
            .header("Referer", EXPRESSIONS)
            .get(path.replace("SENT", URLEncoder.encode(EXPRESSIONS, StandardCharsets.UTF_8)))
            .asString();

    assertThat(answer)
        .as("answer to a request for %s", path)
        .doesNotContain("9359")
        .doesNotContain("<script>");
  }

  /** Where frameworks, editors and habits put settings and code that no visitor should read. */
  @ParameterizedTest
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
        "/static/.env"
      })
  @Order(8)
  @Claim("password-kept")
  void noPageShowsSettingsOrCode(String path, Stack stack) {
    stack.ensureReleased();

    assertThat(on(stack).urlEncodingEnabled(false).get(path).asString())
        .as("answer to a request for %s", path)
        .doesNotContain("apppass")
        .doesNotContain("DB_PASS")
        .doesNotContain("[core]");
  }

  /** A quote ends a string in SQL: where it is put into a question, the question fails. */
  @Test
  @Order(9)
  @Claim("pages-served")
  void aQuoteInTheAddressChangesNothing(Stack stack) {
    stack.ensureReleased();
    String names = "id,page,name,q,user,lang,order,sort,since,site,key,filter,search,limit";
    String query = names.replaceAll("(\\w+),?", "$1=1%27%22%29&");

    String page = on(stack).urlEncodingEnabled(false).get("/?" + query).asString();

    assertThat(new Page(page).visitsAsShown())
        .as("visits, when the address has quotes in it")
        .matches("\\d+");
    on(stack).urlEncodingEnabled(false).get("/db?" + query).then().statusCode(200);
  }

  private static RequestSpecification on(Stack stack) {
    return Http.on(stack.appUrl());
  }
}
