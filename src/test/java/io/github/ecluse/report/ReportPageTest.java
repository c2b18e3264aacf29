package io.github.ecluse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a page: on its own, and for those who hear it. */
class ReportPageTest {
  @TempDir private Path directory;

  @Test
  void thePageNeedsNothingElseAndIsReadAloudInOrder() throws IOException {
    Document page =
        new Runs(directory)
            .page(Cases.ReleasesCase.class, Cases.FailsCase.class, Cases.ManyCase.class);

    assertThat(page.select("script, link, img, iframe, [src], [onclick]")).isEmpty();
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("header, nav[aria-label], main, footer")).hasSize(4);
    assertThat(page.select("svg:not([aria-hidden]):not(svg svg)"))
        .allSatisfy(svg -> assertThat(svg.select("> title, > desc")).hasSize(2));
    assertThat(page.select("table"))
        .allSatisfy(table -> assertThat(table.select("thead th")).isNotEmpty());
    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(page.select("nav a").eachAttr("href"))
        .allSatisfy(address -> assertThat(ids).contains(address.substring(1)));
  }
}
