package io.github.ecluse.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.github.ecluse.support.Mutations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a registry answers: a value, or an exception that names the address; never for ever. */
@Timeout(120)
class RegistryFuzzTest {
  private static final int ANSWERS = 120;
  private static final Digest DIGEST = new Digest("sha256:" + "0a".repeat(32));
  private static final List<Integer> STATUSES =
      List.of(200, 200, 200, 200, 206, 302, 401, 404, 500);
  private static final List<String> BODIES =
      List.of(
          "{\"repositories\": [\"app\", \"web\"]}",
          "{\"name\": \"app\", \"tags\": [\"latest\", \"v1\"]}",
          "{\"name\": \"app\", \"tags\": null}",
          """
          {"errors": [{"code": "MANIFEST_UNKNOWN", "message": "unknown", "detail": {"Tag": "v1"}}]}""",
          """
          {"schemaVersion": 2, "config": {"digest": "%1$s", "size": 7},
           "layers": [{"digest": "%1$s", "size": 42}, {"digest": "%1$s", "size": 43}]}"""
              .formatted(DIGEST),
          """
          {"manifests": [{"digest": "%1$s", "platform": {"architecture": "unknown"}},
           {"digest": "%1$s", "platform": {"architecture": "amd64", "os": "linux"}}]}"""
              .formatted(DIGEST),
          """
          {"history": [{"created_by": "COPY a b"}, {"created_by": "CMD", "empty_layer": true}]}""");
  private static final List<String> LINKS =
      List.of("</v2/_catalog?last=web&n=2>; rel=\"next\"", "</v2/app/tags/list?last=v1>; rel=next");
  private static final List<String> WHOLE =
      BODIES.stream()
          .map(
              body ->
                  """
                  HTTP/1.1 200 OK\r
                  Content-Type: application/json\r
                  Docker-Content-Digest: %s\r
                  Link: </v2/_catalog?last=web&n=2>; rel="next"\r
                  Content-Length: %s\r
                  \r
                  %s"""
                      .formatted(DIGEST, body.length(), body))
          .toList();

  @Test
  void anyStatusHeaderAndBodyIsAValueOrNamesTheAddress() throws IOException {
    List<String> digests = headers(List.of(DIGEST.value()));
    List<String> links = headers(LINKS);
    Random random = new Random(ANSWERS);
    AtomicReference<Answer> answer = new AtomicReference<>();
    try (RegistryServer server = new RegistryServer()) {
      server.on("/", exchange -> answer.get().sendTo(exchange));
      long values =
          Mutations.of(BODIES, ANSWERS)
              .map(
                  body ->
                      new Answer(
                          oneOf(STATUSES, random),
                          oneOf(digests, random),
                          oneOf(links, random),
                          body))
              .peek(answer::set)
              .mapToLong(next -> values(server.uri(), next))
              .sum();

      assertThat(values).as("not all were exceptions").isGreaterThan(ANSWERS);
    }
  }

  /** Here the status line and the headers are disturbed too, which an HTTP server does not send. */
  @Test
  void anyBytesAreAValueOrNameTheAddress() throws IOException {
    AtomicReference<String> answer = new AtomicReference<>();
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server, answer));
      serving.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
      long values =
          Mutations.of(WHOLE, ANSWERS).peek(answer::set).mapToLong(next -> values(uri, next)).sum();

      assertThat(values).as("not all were exceptions").isGreaterThan(ANSWERS);
    }
  }

  private static List<String> headers(List<String> originals) {
    // The server would refuse to send these.
    return Mutations.of(originals, ANSWERS).map(text -> text.replaceAll("[\r\n]", " ")).toList();
  }

  private static <T> T oneOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Returns how many calls gave a value; the others must have the exception of this package. */
  private static long values(URI uri, Object answer) {
    Registry registry = new Registry(uri);
    return Stream.<ThrowingCallable>of(
            registry::isThere,
            registry::answers,
            registry::repositories,
            () -> registry.tags("app"),
            () -> registry.digest("app", "latest"),
            () -> registry.image("app", DIGEST).layers(),
            () -> registry.image("app", DIGEST).commands())
        .map(Assertions::catchThrowable)
        .filter(thrown -> thrown == null || !isOwn(thrown, uri, answer))
        .count();
  }

  private static boolean isOwn(Throwable thrown, URI uri, Object answer) {
    assertThat(thrown)
        .as("after the answer:%n%s", answer)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(uri + "/");
    return true;
  }

  /** Gives one answer to each connection, and closes it. */
  private static void serve(ServerSocket server, AtomicReference<String> answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader request =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        request.lines().takeWhile(line -> !line.isEmpty()).forEach(line -> {});
        socket.getOutputStream().write(answer.get().getBytes(UTF_8));
      } catch (IOException | UncheckedIOException e) {
        // The client went away, or the test is over.
      }
    }
  }

  private record Answer(int status, String digest, String link, String body) {
    private void sendTo(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
      exchange.getResponseHeaders().set("Link", link);
      RegistryServer.send(exchange, status, body);
    }
  }
}
