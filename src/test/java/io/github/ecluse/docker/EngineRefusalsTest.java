package io.github.ecluse.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineRefusalsTest {
  @ParameterizedTest
  @CsvSource({"name=rootless, is rootless", "name=userns, has userns-remap"})
  void anEngineWhoseRootIsNotThatOfTheHostIsRefused(String option, String reason) {
    assertThatThrownBy(
            () -> EngineRefusals.checkSecurity(List.of("name=seccomp,profile=builtin", option)))
        .isInstanceOf(EngineMissingException.class)
        .hasMessageContainingAll(reason, "Remedy");
  }

  @Test
  void whatEveryEngineHasIsLetIn() {
    assertThatCode(() -> EngineRefusals.checkSecurity(List.of("name=apparmor", "name=cgroupns")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"linux/amd64, linux/x86_64", "linux/arm64/v8, linux/aarch64", "'', linux/x86_64"})
  void thePlatformOfTheEngineIsLetIn(String wanted, String own) {
    assertThatCode(() -> EngineRefusals.checkPlatform(wanted, own)).doesNotThrowAnyException();
  }

  @Test
  void anotherPlatformIsRefusedByTheNameOfTheSetting() {
    assertThatThrownBy(() -> EngineRefusals.checkPlatform("linux/arm64", "linux/x86_64"))
        .isInstanceOf(EngineMissingException.class)
        .hasMessageContainingAll("DOCKER_DEFAULT_PLATFORM is linux/arm64", "unset");
  }

  @Test
  void aCredentialHelperThatIsNotInstalledIsRefusedByName(@TempDir Path directory)
      throws IOException {
    Files.writeString(directory.resolve("config.json"), "{\"credsStore\": \"desktop\"}");
    Map<String, String> environment =
        Map.of("DOCKER_CONFIG", directory.toString(), "PATH", directory.toString());

    assertThatThrownBy(() -> CredentialHelpers.check(environment))
        .isInstanceOf(EngineMissingException.class)
        .hasMessageContainingAll("docker-credential-desktop", "credsStore");

    Path helper = Files.createFile(directory.resolve("docker-credential-desktop"));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    assertThatCode(() -> CredentialHelpers.check(environment)).doesNotThrowAnyException();
  }

  @Test
  void noConfigurationNamesNoHelper(@TempDir Path directory) {
    assertThatCode(() -> CredentialHelpers.check(Map.of("DOCKER_CONFIG", directory.toString())))
        .doesNotThrowAnyException();
  }
}
