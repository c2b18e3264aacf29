package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InactiveServicesTest {
  private static final String ACTIVE = "{\"services\": {\"app\": {}}}";
  private static final String ALL = "{\"services\": {\"app\": {}, \"backup\": {}}}";

  @TempDir private Path stack;

  @ParameterizedTest
  @CsvSource({
    "docker compose up -d, false",
    "docker compose up -d && ./backups/backup-2 /backup, false",
    "docker compose --profile tools up -d, true",
    "COMPOSE_PROFILES=tools docker compose up -d, true",
    "docker compose run --rm backup && docker compose up -d, true",
    "docker compose up -d app backup, true",
    "docker network create backup && docker compose up -d, false"
  })
  void theyMayBeStartedIfTheCommandNamesThemOrAProfile(String deploy, boolean expected)
      throws IOException {
    Files.writeString(stack.resolve("ecluse.yml"), "deploy: '%s'%n".formatted(deploy));

    assertThat(mayBeStarted(ALL)).isEqualTo(expected);
  }

  @Test
  void scriptsAreLookedAtToo() throws IOException {
    Files.writeString(stack.resolve("ecluse.yml"), "deploy: bash release.sh\n");
    Files.writeString(stack.resolve("release.sh"), "docker compose run --rm backup\n");

    assertThat(mayBeStarted(ALL)).isTrue();
    assertThat(mayBeStarted(ACTIVE)).as("without such a service").isFalse();
  }

  @Test
  void whatComposeRefusesIsARefusalOnlyIfAProfileIsNamed() throws IOException {
    JsonNode active = new ObjectMapper().readTree(ACTIVE);
    CommandResult refusal = Command.of("sh", "-c", "echo no such file >&2; exit 1").run();

    Files.writeString(stack.resolve("ecluse.yml"), "deploy: docker compose up -d\n");
    StackDirectory plain = new StackDirectory(stack);
    assertThat(InactiveServices.of(plain, refusal, active, new Refusals(stack))).isEmpty();

    Files.writeString(stack.resolve("ecluse.yml"), "deploy: docker compose --profile a up -d\n");
    StackDirectory named = new StackDirectory(stack);
    assertThatThrownBy(() -> InactiveServices.of(named, refusal, active, new Refusals(stack)))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll("no such file", "docker compose --profile '*' config");
  }

  private boolean mayBeStarted(String all) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode active = json.readTree(ACTIVE);
    CommandResult printed = Command.of("printf", "%s", all).run();
    return InactiveServices.of(new StackDirectory(stack), printed, active, new Refusals(stack))
        .isPresent();
  }
}
