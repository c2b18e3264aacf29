package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Requests that the application has read, and that wait for its database, which hangs. */
final class WaitingRequests implements AutoCloseable {
  private final Map<String, OpenRequest> byPath = new LinkedHashMap<>();

  private WaitingRequests() {}

  /**
   * Asks for the page and the database page.
   *
   * @param hangs whether the database does; else, or where open requests may be cut off, none is
   *     sent
   */
  static WaitingRequests on(Stack stack, boolean hangs) throws IOException {
    WaitingRequests requests = new WaitingRequests();
    if (hangs && Inside.isClaimed("open-requests-answered", stack)) {
      requests.sendTo(stack);
    }
    return requests;
  }

  private void sendTo(Stack stack) throws IOException {
    Promise promise = stack.workspace().promise();
    for (String path :
        Stream.concat(Stream.of(promise.page()), promise.databasePage().stream()).toList()) {
      byPath.put(path, OpenRequest.begin(path, stack).complete());
    }
    // Answered after those came: the server has read them by now.
    Http.on(stack.appUrl()).get(promise.health()).then().statusCode(200);
  }

  /** Asserts that each one gets an answer, whatever it says. */
  void assertAnswered() {
    byPath.forEach(
        (path, request) ->
            assertThat(request.answer())
                .as(
                    "answer to a request for %s that waited for the database when the app was to"
                        + " stop",
                    path)
                .matches("(?s)HTTP/1[.][01] \\d{3}\\b.*"));
  }

  @Override
  public void close() throws IOException {
    for (OpenRequest request : byPath.values()) {
      request.close();
    }
  }
}
