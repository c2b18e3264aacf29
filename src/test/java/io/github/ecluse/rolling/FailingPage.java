package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.flask.Application;
import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;

/** The page of a rolling stack that fails, and says how often it was asked. */
final class FailingPage {
  private static final String PATH = "/ecluse-failing/";

  private static final int[] FAILURES = {404, 429, 500, 502, 503, 504};

  private FailingPage() {}

  /** Asserts that each request through the proxy is one for the application. */
  static void assertIsAskedOnce(Stack stack) {
    if (!answer(FAILURES[0], stack).asString().startsWith("asked")) {
      Application application = Application.of(stack);
      application.restore();
      application.addSlowPage();
      stack.releases().deploy("--rolling");
    }
    for (int status : FAILURES) {
      int before = asked(status, stack);
      assertThat(asked(status, stack))
          .as("requests that the application got for one that it answers with %d", status)
          .isEqualTo(before + 1);
    }
  }

  private static int asked(int status, Stack stack) {
    Response answer = answer(status, stack);
    assertThat(answer.statusCode()).as("status through the proxy").isEqualTo(status);
    return Integer.parseInt(answer.asString().replaceAll("\\D", ""));
  }

  private static Response answer(int status, Stack stack) {
    return Http.on(stack.appUrl()).get(PATH + status);
  }
}
