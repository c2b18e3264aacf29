package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A volume with a name of its own may still hold what is the user's. */
class SharedVolumesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "none, bind, /srv/x",
    "'', bind, /srv/x",
    "nfs, 'addr=10.0.0.1,rw', :/exports/x",
    "cifs, username=me, //server/x",
    "ext4, '', /dev/sdb1"
  })
  void aFolderOfTheHostOrOfAServerIsRefused(String type, String options, String device)
      throws IOException {
    assertRefused(
        config(type, options, device), "its volume registry-data is " + device, "driver_opts");
  }

  @Test
  void anotherDriverIsRefused() throws IOException {
    JsonNode config = config();
    ((ObjectNode) config.at("/volumes/registry-data")).put("driver", "rclone");

    assertRefused(config, "its volume registry-data has the driver rclone", "remove driver:");
  }

  @Test
  void memoryAndAFolderOfTheStackAreLetIn() throws IOException {
    Files.createDirectories(directory.resolve("data"));

    for (JsonNode config :
        new JsonNode[] {
          config("tmpfs", "size=1g", "tmpfs"),
          config("none", "bind", directory.resolve("data").toString())
        }) {
      assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
    }
  }

  @Test
  void aLinkedFolderOfTheStackIsRefused(@TempDir Path elsewhere) throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("data"), elsewhere);

    assertRefused(config("none", "bind", link.toString()), link.toString(), "driver_opts");
  }

  /** By its whole name, it would be the original's in the copy too. */
  @Test
  void theFolderOfAVolumeIsOneOfThePathsThatTheCopyMustHave() throws IOException {
    ComposePaths paths = ComposePaths.of(config("none", "bind", "/srv/data"));

    assertThat(paths.paths()).containsEntry("volume registry-data", Path.of("/srv/data"));
    assertThat(ComposePaths.place("volume registry-data"))
        .containsExactly("volumes", "registry-data", "driver_opts", "device");
    assertThat(paths.goneWrongIn(paths, Path.of("/srv"), Path.of("/copy")))
        .contains("volume registry-data");
  }

  @Test
  void theVolumesOfAnotherContainerAreRefusedAndThoseOfAServiceLetIn() throws IOException {
    JsonNode config = config();
    ((ObjectNode) config.at("/services/app")).putArray("volumes_from").add("registry:ro");
    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();

    ((ObjectNode) config.at("/services/app")).withArray("volumes_from").add("container:prod-db");
    assertRefused(config, "the volumes of container:prod-db", "volumes_from");
  }

  /** Compose doubles each dollar of what it prints. */
  @Test
  void aDollarInAPathIsPartOfIt() throws IOException {
    Path stack = Files.createDirectories(directory.resolve("a$b"));
    JsonNode config = config("none", "bind", stack.resolve("data").toString().replace("$", "$$"));
    ((ObjectNode) config.at("/services/registry"))
        .withArray("volumes")
        .addObject()
        .put("type", "bind")
        .put("source", stack.resolve("up").toString().replace("$", "$$"))
        .put("target", "/up");

    assertThatCode(() -> KeptContract.check(stack, config)).doesNotThrowAnyException();
    assertThat(ComposePaths.of(config).paths())
        .containsEntry("service registry, /up", stack.resolve("up"));
  }

  private static JsonNode config() throws JsonProcessingException {
    return new ObjectMapper().readTree(KeptContract.CONFIG);
  }

  private static JsonNode config(String type, String options, String device)
      throws JsonProcessingException {
    JsonNode config = config();
    ((ObjectNode) config.at("/volumes/registry-data"))
        .put("driver", "local")
        .putObject("driver_opts")
        .put("type", type)
        .put("o", options)
        .put("device", device);
    return config;
  }

  private void assertRefused(JsonNode config, String... words) {
    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("Remedy");
  }
}
