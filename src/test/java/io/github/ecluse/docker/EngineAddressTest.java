package io.github.ecluse.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAddressTest {
  private static final String HERE = "unix:///var/run/docker.sock";

  @ParameterizedTest
  @CsvSource({
    "DOCKER_HOST, tcp://build:2376, unset DOCKER_HOST",
    "DOCKER_CONTEXT, ssh://me@build, unset DOCKER_CONTEXT",
    "OTHER, ssh://me@build, docker context use default"
  })
  void anEngineElsewhereIsRefusedByTheSettingThatNamesIt(
      String variable, String url, String remedy) {
    EngineAddress address = EngineAddress.of(Map.of(variable, "build"), "build", url);

    assertThatThrownBy(address::check)
        .isInstanceOf(EngineMissingException.class)
        .hasMessageContainingAll(url, "127.0.0.1", remedy);
  }

  @Test
  void anEmptySettingIsNone() {
    EngineAddress address = EngineAddress.of(Map.of("DOCKER_HOST", ""), "build", "ssh://build");

    assertThatThrownBy(address::check).hasMessageContaining("The current Docker context, build,");
  }

  /** Testcontainers then takes another one. */
  @Test
  void anEngineThatDoesNotAnswerIsToldByItsAddress() {
    EngineAddress address =
        EngineAddress.of(Map.of("DOCKER_HOST", "unix:///none"), "", "unix:///none");

    assertThatThrownBy(() -> address.checkSameAs(HERE))
        .hasMessageContainingAll("No Docker engine answers at DOCKER_HOST", "unset DOCKER_HOST");
  }

  /** A machine may have no engine at the usual place. */
  @Test
  void aSocketIsKnownByEachOfItsNames() {
    assertThat(EngineAddress.sockets(List.of("unix:///var/run/user/7/none.sock")))
        .contains(
            Path.of("/run/user/7/none.sock"),
            Path.of("/var/run/user/7/none.sock"),
            Path.of("/run/docker.sock"),
            Path.of("/var/run/docker.sock"));
  }

  @Test
  void eachContextMayNameAnEngineOfThisMachine() {
    assertThat(EngineAddress.sockets(List.of("", "ssh://me@build", "unix:///srv/none.sock")))
        .contains(Path.of("/srv/none.sock"))
        .allMatch(Path::isAbsolute);
  }

  @Test
  void anotherEngineOfThisMachineThanTestcontainersHasFoundIsRefused() {
    EngineAddress address = EngineAddress.of(Map.of("DOCKER_CONTEXT", "mine"), "mine", HERE);

    assertThatCode(() -> address.checkSameAs("unix:///run/docker.sock")).doesNotThrowAnyException();
    assertThatThrownBy(() -> address.checkSameAs("unix:///run/user/1000/docker.sock"))
        .hasMessageContainingAll("DOCKER_CONTEXT", "export DOCKER_HOST=" + HERE);
  }
}
