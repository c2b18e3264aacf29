package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposePathsTest {
  private static final Path ORIGINAL = Path.of("/home/me/shop");
  private static final Path COPY = Path.of("/home/me/shop/target/copy");

  private static final String CONFIG =
      """
      {"services": {"app": {"build": {"context": "%1$s/app"},
                            "volumes": [{"type": "bind", "source": "%1$s/data", "target": "/data"},
                                        {"type": "volume", "source": "rows"}]}},
       "configs": {"zone": {"file": "/etc/timezone"}},
       "secrets": {"password": {"file": "%1$s/password"}}}""";

  @Test
  void foldersOfTheCopyAndThoseOfTheHostAreRight() throws Exception {
    ComposePaths original = paths(CONFIG.formatted(ORIGINAL));

    assertThat(original.paths()).hasSize(4);
    assertThat(original.goneWrongIn(paths(CONFIG.formatted(COPY)), ORIGINAL, COPY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/home/me/shop/data, /home/me/shop/data", "/home/me/data, /home/me/shop/target/data"})
  void aFolderOfTheOriginalAndOneBesideItAreWrong(String before, String copied) throws Exception {
    ComposePaths original = paths(CONFIG.formatted(ORIGINAL).replace(ORIGINAL + "/data", before));
    ComposePaths copy = paths(CONFIG.formatted(COPY).replace(COPY + "/data", copied));

    assertThat(original.goneWrongIn(copy, ORIGINAL, COPY)).contains("service app, /data");
  }

  /** Docker makes a missing folder, but no missing file. */
  @Test
  void aSecretWhoseFileIsMissingIsNamed(@TempDir Path stack) throws Exception {
    ComposePaths paths = paths(CONFIG.formatted(stack).replace("/etc/timezone", "/dev/null"));

    assertThat(paths.missing()).contains("secret password");
    Files.createFile(stack.resolve("password"));
    assertThat(paths.missing()).isEmpty();
  }

  private static ComposePaths paths(String config) throws Exception {
    return ComposePaths.of(new ObjectMapper().readTree(config));
  }
}
