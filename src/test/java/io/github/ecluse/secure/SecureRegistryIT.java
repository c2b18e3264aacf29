package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.host.HostAddresses;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry with TLS and a login: who reaches it. */
@Tag("cluster")
@OwnStacks
@Order(1)
class SecureRegistryIT {
  private static final int OK = 200;
  private static final int NO_LOGIN = 401;

  private static SecureStack stack;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
    stack.release("--tag v1");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/",
    "GET, /v2/_catalog",
    "GET, /v2/app/manifests/latest",
    "POST, /v2/app/blobs/uploads/",
    "PUT, /v2/app/manifests/latest",
    "DELETE, /v2/app/manifests/v1"
  })
  @Order(1)
  @Claim("secure-login")
  void withoutALoginNothingIsAnswered(String method, String path) {
    TlsRegistry registry = stack.registry();
    TlsRegistry.Login wrong = new TlsRegistry.Login("push", "a wrong password");
    TlsRegistry.Login unknown = new TlsRegistry.Login("admin", stack.login("push").password());

    assertThat(registry.send(registry.request(method, path, "")).statusCode())
        .as("status without a login")
        .isEqualTo(NO_LOGIN);
    assertThat(registry.send(wrong, method, path, "").statusCode())
        .as("status with a wrong password")
        .isEqualTo(NO_LOGIN);
    assertThat(registry.send(unknown, method, path, "").statusCode())
        .as("status with an unknown user")
        .isEqualTo(NO_LOGIN);
  }

  @Test
  @Order(2)
  @Claim("secure-tls")
  void itsPortSpeaksTlsAndNothingElse() throws IOException {
    String host = stack.address().split(":", 2)[0];
    int port = Integer.parseInt(stack.address().split(":", 2)[1]);
    try (Socket socket = new Socket(host, port)) {
      socket
          .getOutputStream()
          .write("GET /v2/ HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .as("answer to plain HTTP")
          .doesNotContain("HTTP/");
    } catch (SocketException cut) {
      assertThat(cut).as("a front that expects TLS may reset it").hasMessageContaining("reset");
    }
  }

  @Test
  @Order(3)
  @Claim("secure-tls")
  void oldVersionsOfTlsAreRefused() {
    for (String version : List.of("tls1", "tls1_1")) {
      CommandResult shake =
          stack.shell(
              "openssl s_client -%s -cipher 'ALL:@SECLEVEL=0' -connect %s </dev/null"
                  .formatted(version, stack.address()));
      assertThat(shake.succeeded()).as("a connection with %s", version).isFalse();
    }
    assertThat(
            stack.shell("openssl s_client -connect " + stack.address() + " </dev/null").exitCode())
        .as("a connection as OpenSSL makes it")
        .isZero();
  }

  @Test
  @Order(4)
  @Claim("secure-tls")
  void nobodyReachesTheRegistryAroundItsFront() {
    String registry = stack.container("registry");
    String inside =
        inspected("{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", registry);

    assertThat(
            inspected(
                "{{range $port, $at := .NetworkSettings.Ports}}{{if $at}}{{$port}} {{end}}{{end}}",
                registry))
        .as("ports of the registry that the host publishes")
        .isEmpty();
    for (String other : List.of("app", "db")) {
      for (String host : List.of("registry", "registry-front", inside.split(" ", 2)[0])) {
        int port = host.equals("registry-front") ? 5443 : 5000;
        // Asked twice: while a network is created, the engine's rule that isolates networks is away
        // for some milliseconds.
        assertThat(IntStream.range(0, 2).allMatch(turn -> connects(other, host, port)))
            .as("%s reaches %s", other, host)
            .isFalse();
      }
    }
    assertThat(connects("registry-front", "registry", 5000)).as("its front reaches it").isTrue();
  }

  private static boolean connects(String service, String host, int port) {
    return stack
        .shell(
            "docker exec %s timeout 5 bash -c 'exec 3<>/dev/tcp/%s/%s'"
                .formatted(stack.container(service), host, port))
        .succeeded();
  }

  private static String inspected(String format, String container) {
    return Command.of("docker", "inspect", "-f", format, container)
        .run()
        .orThrow()
        .stdout()
        .strip();
  }

  /** Whoever gets onto its network meets a login there too. */
  @Test
  @Order(5)
  @Claim("secure-login")
  void theRegistryAsksForTheLoginByItself() {
    CommandResult answer =
        stack.shell(
            "docker exec %s bash -c %s"
                .formatted(
                    stack.container("registry-front"),
                    "'exec 3<>/dev/tcp/registry/5000; printf \"GET /v2/_catalog HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3'"));

    assertThat(answer.orThrow().stdout()).as("answer of the registry itself").contains(" 401 ");
  }

  @Test
  @Order(6)
  @Claim("secure-tls")
  void noPublishedPortOfTheStackIsARegistryWithoutTls() {
    List<String> ports = PublishedPorts.of(stack.project());
    assertThat(ports).as("published ports").hasSizeGreaterThanOrEqualTo(2);
    for (String port : ports) {
      for (InetAddress address : HostAddresses.answering(Integer.parseInt(port))) {
        String url = "http://%s/v2/".formatted(PublishedPorts.authority(address, port));
        assertThat(stack.shell("curl -q -s -g -i -m 5 --noproxy '*' '" + url + "'").stdout())
            .as("answer of %s", url)
            .doesNotContainIgnoringCase("docker-distribution-api-version");
      }
    }
  }

  @Test
  @Order(7)
  @Claim("secure-tls")
  void aClientThatDoesNotTrustItsAuthorityDoesNotTalkToIt() {
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(URI.create("https://" + stack.address() + "/v2/"))
                            .build(),
                        HttpResponse.BodyHandlers.ofString()))
        .as("a client with the authorities that everybody trusts")
        .isInstanceOf(IOException.class);
    assertThat(stack.registry().send(stack.login("push"), "GET", "/v2/", "").statusCode())
        .isEqualTo(OK);
  }
}
