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

  private ImageBuild build(String file, String config) throws IOException {
    Files.createDirectories(directory.resolve(file).getParent());
    Files.writeString(directory.resolve(file), "FROM scratch\n");
    Files.writeString(directory.resolve("compose.yml"), "services: {app: {image: app}}\n");
    return ImageBuild.of(new ObjectMapper().readTree(config), new StackDirectory(directory));
  }
}
