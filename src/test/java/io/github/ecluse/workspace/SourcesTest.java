package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources are changed in the copy only, and keep their encoding. */
class SourcesTest {
  @TempDir private Path folder;
  private Path copy;
  private Sources sources;

  @BeforeEach
  void make() throws IOException {
    copy = Files.createDirectories(folder.resolve("copy"));
    sources = new Sources(copy);
  }

  @Test
  void aLinkToAFileElsewhereIsNotWrittenThrough() throws IOException {
    Path original = Files.writeString(folder.resolve("page"), "Hello");
    Files.createSymbolicLink(copy.resolve("page"), original);

    assertThatThrownBy(() -> sources.write("page", "Bye"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("page", "a link leads out of it", "Remedy");
    assertThat(original).hasContent("Hello");
  }

  @Test
  void nothingIsAddedToAFolderElsewhereNorRemovedFromIt() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path original = Files.writeString(elsewhere.resolve("a"), "Hello");
    Files.createSymbolicLink(copy.resolve("web"), elsewhere);
    Files.createSymbolicLink(copy.resolve("new"), elsewhere.resolve("b"));

    assertThatThrownBy(() -> sources.add("web/a", new byte[0]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sources.add("new", new byte[0]))
        .isInstanceOf(IllegalStateException.class);
    sources.restore();
    assertThat(elsewhere).isDirectoryNotContaining("glob:**/b");
    assertThat(original).hasContent("Hello");
  }

  @Test
  void aLinkInsideTheCopyIsWrittenThrough() throws IOException {
    Path page = Files.writeString(copy.resolve("page"), "Hello");
    Files.createSymbolicLink(copy.resolve("index"), Path.of("page"));

    sources.write("index", "Bye");

    assertThat(page).hasContent("Bye");
    sources.restore();
    assertThat(page).hasContent("Hello");
  }

  @Test
  void aTextInLatin1KeepsItsBytes() throws IOException {
    byte[] text = "Caf\u00e9 1".getBytes(StandardCharsets.ISO_8859_1);
    Path page = Files.write(copy.resolve("page"), text);

    sources.write("page", sources.read("page").replace("1", "\u00e8 2"));

    assertThat(page).hasBinaryContent("Caf\u00e9 \u00e8 2".getBytes(StandardCharsets.ISO_8859_1));
    sources.write("page", "Tea");
    assertThat(sources.read("page")).isEqualTo("Tea");
    sources.restore();
    assertThat(page).hasBinaryContent(text);
  }

  @Test
  void aTextInUtf8StaysOne() throws IOException {
    Path page = Files.writeString(copy.resolve("page"), "Caf\u00e9 1 \u20ac");

    sources.write("page", sources.read("page").replace("1", "\u00e8"));

    assertThat(page).hasContent("Caf\u00e9 \u00e8 \u20ac");
  }
}
