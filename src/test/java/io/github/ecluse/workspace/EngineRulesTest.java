package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copied Watchtower or Portainer would act on the containers of the user. */
class EngineRulesTest {
  @TempDir private Path directory;
  private JsonNode config;

  @BeforeEach
  void read() throws IOException {
    config = new ObjectMapper().readTree(KeptContract.CONFIG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/run/user/1000/docker.sock",
        "/run/containerd/containerd.sock",
        "/var/run",
        "/run",
        "/"
      })
  void aWayToTheEngineIsRefusedAlsoToRead(String source) {
    mount(source);

    assertRefused("service db, /x is " + source);
  }

  @Test
  void aLinkToTheSocketIsRefused() throws IOException {
    mount(Files.createSymbolicLink(directory.resolve("s"), Path.of("/run")).toString());

    assertRefused("service db, /x is ");
  }

  /** A Docker context, or DOCKER_HOST, may name any. */
  @Test
  void aSocketOfAnyNameIsRefusedIfItIsAnEngines() {
    mount("/srv/engine");
    Set<Path> sockets = Set.of(Path.of("/srv/engine/api"));

    assertThatThrownBy(() -> KeptContract.check(directory, config, sockets))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContaining("service db, /x is /srv/engine");
  }

  /** A database of the user's may listen there. */
  @Test
  void theSocketOfAnotherProgramIsRefusedAlsoToRead(@TempDir Path elsewhere) throws IOException {
    Path socket = elsewhere.resolve("mysqld.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      mount(socket.toString());

      assertThatThrownBy(() -> KeptContract.check(directory, config))
          .isInstanceOf(StackRefusedException.class)
          .hasMessageContainingAll("has the socket " + socket, "a program of yours", "Remedy");
    }
  }

  @Test
  void theSocketAsASecretIsRefused() {
    ((ObjectNode) config)
        .putObject("secrets")
        .putObject("engine")
        .put("file", "/var/run/docker.sock");

    assertRefused("secret engine is /var/run/docker.sock");
  }

  @Test
  void theSocketThatComposeGivesIsRefused() {
    ((ObjectNode) config.at("/services/db")).put("use_api_socket", true);

    assertRefused("the service db gets the engine's socket");
  }

  @Test
  void theRemedyNamesAWayWithoutTheService() {
    mount("/var/run/docker.sock");

    assertRefused("docs/other-stacks.md#leave-a-service-out");
  }

  /** The user's own proxy hears of each container of the engine. */
  @ParameterizedTest
  @CsvSource({
    "Traefik, traefik.http.routers.shop.rule, Host(`shop.example`), traefik.enable",
    "SWAG, swag, enable, swag",
    "TSDProxy, tsdproxy.name, shop, tsdproxy.enable",
    "DockFlare, dockflare.hostname, shop.example, dockflare.enable",
    "DockFlare, cloudflare.tunnel.hostname, shop.example, cloudflare.tunnel.enable"
  })
  void labelsByWhichAProxyWouldSendVisitorsToTheCopyAreRefused(
      String proxy, String label, String value, String without) {
    ObjectNode labels = ((ObjectNode) config.at("/services/app")).putObject("labels");
    labels.put(label, value);
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("service app has labels of " + proxy, "Remedy", without + ":");

    labels.put(without, "false");
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @Test
  void whatOtherProxiesWouldTakeForTheUsersIsRefused() {
    ObjectNode app = (ObjectNode) config.at("/services/app");
    app.putObject("labels").put("caddy", "shop.example");
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("service app has labels of Caddy", "Remedy", "!reset");

    app.remove("labels");
    app.withObject("/environment").put("VIRTUAL_HOST", "shop.example");
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("service app is shop.example to an nginx-proxy", "Remedy");

    app.withObject("/environment").put("VIRTUAL_HOST", "");
    app.withObject("/environment").put("VIRTUAL_HOST_MULTIPORTS", "shop.example:\n  /: {}\n");
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("shop.example: to an", "Remedy: set VIRTUAL_HOST_MULTIPORTS to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/localtime", "/run/shop", "/nowhere/at/all"})
  void anotherFileOfTheHostIsLetIn(String source) {
    mount(source);

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  private void mount(String source) {
    ((ObjectNode) config.at("/services/db"))
        .withArray("volumes")
        .addObject()
        .put("type", "bind")
        .put("source", source)
        .put("target", "/x")
        .put("read_only", true);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(reason, "act on your containers", "Remedy");
  }
}
