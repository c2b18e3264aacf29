package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build of the application's image, as people describe it to Compose. */
class ImageBuildTest {
  private static final Path COPY = Path.of("/copy");

  @TempDir private Path directory;

  @Test
  void theFileMayStandInAFolderBelowTheOneThatIsCopiedFrom() throws IOException {
    ImageBuild build =
        build(
            "web/Containerfile",
            """
            {"context": "%s", "dockerfile": "web/Containerfile", "target": "last",
             "args": {"V": "1"}}
            """
                .formatted(directory));

    assertThat(build.folder()).isEqualTo(Path.of(""));
    assertThat(build.options(directory, COPY))
        .containsExactly("-f", "/copy/web/Containerfile", "--build-arg", "V=1", "--target", "last");
  }

  @Test
  void theFileMayStandBesideTheFolder() throws IOException {
    ImageBuild build =
        build(
            "web.dockerfile",
            """
            {"context": "%1$s/web", "dockerfile": "%1$s/web.dockerfile"}
            """
                .formatted(directory));

    assertThat(build.folder()).isEqualTo(Path.of("web"));
    assertThat(build.options(directory, COPY))
        .containsExactly("-f", directory.resolve("web.dockerfile").toString());
  }

  @Test
  void withoutComposeItIsTheFolderOfTheFile() throws IOException {
    assertThat(build("Dockerfile", "{}").folder()).isEqualTo(Path.of(""));
    assertThat(build("app/Dockerfile", "{}").folder()).isEqualTo(Path.of("app"));
  }

  @Test
  void stagesOfTheSameFileMayBeForOtherImages() throws IOException {
    build("Dockerfile", "{}");
    String app = "{\"context\": \"%s\", \"target\": \"app\"}".formatted(directory);
    String web = app.replace("\"app\"", "\"web\"");
    String elsewhere = web.replace(directory.toString(), directory + "/worker");

    ImageBuild build =
        of(
            "{\"app\": {\"build\": %s}, \"web\": {\"build\": %s}, \"job\": {\"build\": %s}}"
                .formatted(app, web, app));

    assertThat(build.target()).contains("app");
    assertThat(build.ofOthers()).containsExactly("web");
    assertThat(
            of("{\"app\": {\"build\": %s}, \"job\": {\"build\": %s}}".formatted(app, elsewhere))
                .ofOthers())
        .isEmpty();
  }

  private ImageBuild build(String file, String config) throws IOException {
    Files.createDirectories(directory.resolve(file).getParent());
    Files.writeString(directory.resolve(file), "FROM scratch\n");
    Files.writeString(directory.resolve("compose.yml"), "services: {app: {image: app}}\n");
    return of("{\"app\": {\"build\": %s}}".formatted(config));
  }

  private ImageBuild of(String services) throws IOException {
    return ImageBuild.of(new ObjectMapper().readTree(services), new StackDirectory(directory));
  }
}
