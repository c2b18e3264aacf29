package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between pages lead to files and headings that exist, and every page can be reached. */
class LinksTest {
  static List<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileAndAHeadingThatExist(MarkdownPage page) {
    for (String link : page.links()) {
      if (!link.startsWith("https://") && !link.startsWith("http://127.0.0.1:")) {
        assertThat(leadsSomewhere(page, link)).as("link %s in %s", link, page).isTrue();
      }
    }
  }

  @Test
  void theIndexLeadsToEveryPageOfItsFolder() {
    for (Path folder : List.of(Path.of("docs"), Path.of("docs", "adr"))) {
      MarkdownPage index = MarkdownPage.of(folder.resolve("README.md"));

      assertThat(index.links().stream().map(link -> folder.resolve(link).normalize()))
          .as("links of %s", index)
          .containsAll(
              pages().stream()
                  .map(MarkdownPage::path)
                  .filter(path -> folder.equals(path.getParent()) && !path.equals(index.path()))
                  .toList());
    }
  }

  private static boolean leadsSomewhere(MarkdownPage page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
    return Files.exists(target.normalize())
        && Stream.of(parts)
            .skip(1)
            .allMatch(anchor -> MarkdownPage.of(target.normalize()).anchors().contains(anchor));
  }
}
