package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of other sites, open in a browser that also reaches the server. The browser lets them
 * read an answer only if its headers say so (<a href="https://fetch.spec.whatwg.org/">Fetch,
 * CORS</a>), or if it is a script.
 */
final class OtherSites {
  private static final String ALLOWED = "Access-Control-Allow-Origin";
  private static final String CALL = "ecluseReads";

  private OtherSites() {}

  /**
   * Sites of anybody, files and frames, a developer's own, and names that begin as the server's.
   */
  private static List<String> origins(URI server) {
    String own = server.getHost();
    return List.of(
        "https://elsewhere.example",
        "null",
        "http://localhost:3000",
        "http://localhost.elsewhere.example",
        "http://" + own + ".elsewhere.example");
  }

  /** Asserts that a page is nothing for them to read, and that they are not even asked to. */
  static void assertReadNothingOf(String path, URI server) {
    List<String> letIn = new ArrayList<>();
    for (String origin : origins(server)) {
      Response answer = Http.on(server).header("Origin", origin).get(path);
      Response preflight =
          Http.on(server)
              .header("Origin", origin)
              .header("Access-Control-Request-Method", "GET")
              .header("Access-Control-Request-Headers", "authorization")
              .options(path);
      if (letsIn(origin, answer) || letsIn(origin, preflight)) {
        letIn.add(origin);
      }
    }
    assertThat(letIn)
        .as(
            "other sites that %s may be read by, as Access-Control-Allow-Origin says",
            server.resolve(path))
        .isEmpty();
    assertThat(asScript(path, server))
        .as("answer of %s to the script of another site that names a function for it", path)
        .doesNotContain(CALL + "(");
  }

  private static boolean letsIn(String origin, Response answer) {
    String allowed = answer.header(ALLOWED);
    return allowed != null && (allowed.equals("*") || allowed.equals(origin));
  }

  /** By the parameters that frameworks know. */
  private static String asScript(String path, URI server) {
    return Http.on(server)
        .queryParam("callback", CALL)
        .queryParam("jsonp", CALL)
        .queryParam("cb", CALL)
        .get(path)
        .asString();
  }
}
