package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.promise.PromiseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ecluse.yml} says, held against what Compose has. */
class ContractNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void servicesOfOtherNamesAreLetInIfEcluseYmlNamesThem() throws IOException {
    JsonNode config =
        JSON.readTree(
            KeptContract.CONFIG
                .replace("\"registry\":", "\"store\":")
                .replace("\"app\":", "\"web\":")
                .replace("5001/app", "5001/shop"));
    promise("services: {registry: store, application: web, database: none}\nrepository: shop\n");

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry", "db", "app"})
  void aServiceThatIsMissingIsRefusedByItsName(String service) throws JsonProcessingException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    ((ObjectNode) config.path("services")).remove(service);

    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContaining("Compose finds no service " + service);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "services: {registry: store} | 'services.registry' is 'store', which Compose does not have;"
            + " allowed: registry, db, app",
        "services: {database: {name: data}} | 'services.database.name' is 'data', which Compose",
        "repository: shop | 'repository' is 'shop'; allowed: app, which the image in the Compose"
      })
  void aNameThatComposeDoesNotHaveIsAMistakeInEcluseYml(String text, String problem)
      throws IOException {
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    promise(text);

    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(PromiseException.class)
        .hasMessageStartingWith("ecluse.yml:1: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "change: {file: a.txt, replace: x, by: 'y{release}'} | 'change.file' is 'a.txt'; allowed: a file",
        "change: {file: b.txt, replace: x, by: 'y{release}'} | 'change.replace' is 'x'; allowed: a text that",
        "change: {label: a} | 'change' is a label, and there is no Dockerfile to put it in;"
            + " allowed",
        "{dockerfile: b.txt, change: {argument: A}} | 'change.argument' is 'A'; allowed: an"
            + " argument",
        "dockerfile: c | 'dockerfile' is 'c'; allowed: a file that is there"
      })
  void aChangeThatCanNotBeMadeIsAMistakeInEcluseYml(String text, String problem)
      throws IOException {
    Files.writeString(directory.resolve("b.txt"), "one line\n");
    promise("\n" + text);
    JsonNode config = JSON.readTree(KeptContract.CONFIG);
    StackDirectory stack = new StackDirectory(directory);
    ComposeFiles files = new ComposeFiles(List.of());
    ComposePaths paths = ComposePaths.of(config);

    assertThatThrownBy(
            () -> new ChangeRules(stack).check(Composition.of(files, config, paths, stack)))
        .isInstanceOf(PromiseException.class)
        .hasMessageStartingWith("ecluse.yml:2: " + problem);
  }

  private void promise(String text) throws IOException {
    Files.writeString(directory.resolve(Promise.FILE), text);
  }
}
