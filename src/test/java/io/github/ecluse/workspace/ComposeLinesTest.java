package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeLinesTest {
  private static final String COMPOSE =
      """
      x-shared: &shared
        pid: host
      services:
        web:
          <<: *shared
          volumes:
            - ./a:/a
            - type: bind
              source: /srv
              target: /b
            - [./c, /nested]
          networks: !override {back: {ipv4_address: 172.30.0.9}}
      networks:
        back:
          ipam:
            config:
              - subnet: 172.30.0.0/16
      """;

  @TempDir private Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("compose.yml"), COMPOSE);
    Files.writeString(
        directory.resolve("more.yml"), "services:\n  web:\n    ipc: host\n    networks: {}\n");
    Files.writeString(directory.resolve("broken.yml"), "services: [\n");
  }

  @ParameterizedTest
  @CsvSource({
    "services/web/pid, compose.yml:2",
    "services/web/ipc, more.yml:3",
    "services/web/volumes//a, compose.yml:7",
    "services/web/volumes//b, compose.yml:8",
    "services/web/volumes//nested, compose.yml:11",
    "services/web/volumes//none, compose.yml:6",
    "services/web/networks, more.yml:4",
    "services/web/networks/back, compose.yml:12",
    "networks/back/ipam/config/172.30.0.0, compose.yml:17",
    "networks/back/name, compose.yml:14",
    "volumes/rows/name, ",
  })
  void aSettingIsFoundWhereItStands(String path, String place) {
    String[] keys = path.replace("//", "/~").split("/");
    for (int i = 0; i < keys.length; i++) {
      keys[i] = keys[i].replace("~", "/");
    }

    assertThat(lines().find(keys)).isEqualTo(Optional.ofNullable(place));
  }

  @Test
  void aSettingOfAnIncludedFileIsFoundThere() throws IOException {
    Files.createDirectories(directory.resolve("parts/rows"));
    Files.writeString(
        directory.resolve("all.yml"),
        """
        include:
          - parts/db.yml
          - path: [all.yml, "${NONE}.yml"]
          - https://example.org/compose.yml
        services:
          app: {ipc: host}
        """);
    Files.writeString(
        directory.resolve("parts/db.yml"),
        "include: [rows/compose.yml]\nservices:\n  db:\n    pid: host\n");
    Files.writeString(
        directory.resolve("parts/rows/compose.yml"), "volumes:\n  rows: {name: rows}\n");

    ComposeLines lines = ComposeLines.of(directory, new ComposeFiles(List.of("all.yml")));

    assertThat(lines.find("services", "db", "pid")).contains("parts/db.yml:4");
    assertThat(lines.find("volumes", "rows", "name")).contains("parts/rows/compose.yml:2");
    assertThat(lines.find("services", "app", "ipc")).contains("all.yml:6");
  }

  @Test
  void aServiceThatNoFileHasIsNotFound() {
    assertThat(lines().find("services", "mail", "pid")).isEmpty();
  }

  @Test
  void aRefusalNamesTheLine() {
    Refusals refusals = new Refusals(directory, lines());

    assertThatThrownBy(
            () -> refusals.unless(false, "it is so", "mend it", "services", "web", "ipc"))
        .hasMessageEndingWith("is refused: it is so (more.yml:3). Remedy: mend it");
  }

  @Test
  void whatNamesAPathIsAPlaceInTheFile() {
    assertThat(ComposePaths.place("service web, /b"))
        .containsExactly("services", "web", "volumes", "/b");
    assertThat(ComposePaths.place("service web, build"))
        .containsExactly("services", "web", "build");
    assertThat(ComposePaths.place("service web, context a"))
        .containsExactly("services", "web", "build");
    assertThat(ComposePaths.place("secret key")).containsExactly("secrets", "key", "file");
  }

  private ComposeLines lines() {
    return ComposeLines.of(
        directory, new ComposeFiles(List.of("compose.yml", "more.yml", "broken.yml", "gone.yml")));
  }
}
