package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    "docker compose run --rm backup && docker compose up -d, true"
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

  private boolean mayBeStarted(String all) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode active = json.readTree(ACTIVE);
    return InactiveServices.mayBeStarted(json.readTree(all), active, new StackDirectory(stack));
  }
}
