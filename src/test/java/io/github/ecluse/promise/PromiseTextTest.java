package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of {@code ecluse.yml}, before any of its values is looked at. */
class PromiseTextTest {
  /** A schema sees values only, so that these are the parser's alone. */
  static Stream<Arguments> badAsText() {
    return Stream.of(
        Arguments.of("page: /\nhealth: /\npage: /a", 3, "'page' stands in line 1 already; allow"),
        Arguments.of("services:\n\tregistry: r", 2, "a tab is in the line; allowed: spaces"),
        Arguments.of("page: &p /\nhealth: *p", 1, "the anchor &p is not read; allowed: the value"),
        Arguments.of("services: &s\n  registry: r", 1, "the anchor &s is not read; allowed: the v"),
        Arguments.of("page: [[], [], [], [], [], [], [], [], []]", 1, "'page' is a list; allowed"),
        Arguments.of("page: /\n&h health: /", 2, "the anchor &h is not read; allowed: the value"),
        Arguments.of("&all\npage: /", 1, "the anchor &all is not read; allowed: the value"),
        Arguments.of("claims:\n  - &l limits", 2, "the anchor &l is not read; allowed: the value"),
        Arguments.of("page: /\nhealth: *p", 2, "this is not YAML: found undefined alias p; allow"),
        Arguments.of("page: /\n---\npage: /", 2, "this is not YAML: but found another document"),
        Arguments.of("page: [/", 1, "this is not YAML: expected ',' or ']'"),
        Arguments.of(
            "deploy: echo a: b",
            1,
            "this is not YAML: mapping values are not allowed here; allowed: key: value, a text with"),
        Arguments.of("page: /\nhealth /\n", 3, "this is not YAML: could not find expected ':'"),
        Arguments.of("page: /\u0007", 1, "the character U+0007 can't be in YAML; allowed: text"),
        Arguments.of("services: {registry: app}", 1, "the service 'app' has two parts in 'servi"));
  }

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("badAsText")
  void aBadTextIsRefused(String text, int line, String problem) {
    WrittenPromise.assertRefused(directory, text, line, problem);
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    byte[] latin = "page: /\nhealth: /é".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(directory.resolve(Promise.FILE), latin);

    assertThatThrownBy(() -> Promise.in(directory))
        .hasMessage("ecluse.yml:2: a letter is not in UTF-8; allowed: UTF-8 only");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Path file = directory.resolve(Promise.FILE);
    Files.createDirectory(file);
    assertThatThrownBy(() -> Promise.in(directory))
        .hasMessage("ecluse.yml:1: it is a folder; allowed: a file");

    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("nowhere"));
    assertThatThrownBy(() -> Promise.in(directory))
        .hasMessage("ecluse.yml:1: it leads to no file; allowed: a file, or a link to one");
  }

  /** Its keys would have no effect, and no other file would say that. */
  @Test
  void aFileWithALongerNameIsRefused() throws IOException {
    Files.writeString(directory.resolve("ecluse.yaml"), "page: /shop");

    assertThatThrownBy(() -> Promise.in(directory))
        .hasMessageStartingWith(
            "ecluse.yml:1: the file ecluse.yaml is not read; allowed: the name ecluse.yml");
  }

  @Test
  void aFileLargerThanAnyPersonWritesIsRefused() {
    WrittenPromise.assertRefused(
        directory, "# " + "x".repeat(20_000), 1, "the file has 20002 bytes; allowed: up to 16384");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  @Timeout(30)
  void aFileThatIsNestedAsDeepAsItMayBeLongIsRefused(String level) {
    WrittenPromise.assertRefused(
        directory, level.repeat(3_000), 1, "the values are nested deeper than 8 levels; allowed: ");
  }
}
