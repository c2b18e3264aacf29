package io.github.ecluse.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.faults.Catalogue;
import io.github.ecluse.faults.Change;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page is about the catalogue as it is, and a run on another day changes no result. */
class ToolsPageTest {
  private static final Path PAGE = Path.of("docs/other-tools.md");
  private static final Finding ORDER = new Finding("order", "compose.yml", "app", true);
  private static final Finding ROOT = new Finding("5.5", "plain", "app", false);

  private static final Map<String, String> VERSIONS = new LinkedHashMap<>();
  private static final List<Change> FAULTS = Catalogue.of(StackDirectory.ofThisProject()).faults();

  static {
    VERSIONS.put("dclint", "2.2.2");
    VERSIONS.put("bench", "1.6.0");
  }

  @Test
  void itsRowsAndTotalsAreThoseOfTheCatalogue() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    List<String> faults =
        FAULTS.stream()
            .map(each -> "| `%s` | `%s` |".formatted(each.name(), each.check()))
            .toList();

    String page = Files.readString(PAGE);
    for (String total : List.of("**%s of %s faults", "| any of them | | %s of %s |")) {
      String wanted = total.formatted(rows.size(), FAULTS.size());
      assertThat(page.contains(wanted))
          .as(
              "whether docs/other-tools.md says '%s'; to write it: mvn verify -Ptools"
                  + " -Dtools.write=true",
              wanted)
          .isTrue();
    }
    assertThat(rows)
        .as("rows of docs/other-tools.md")
        .allMatch(row -> faults.stream().anyMatch(row::startsWith), "a fault and its check");
  }

  @Test
  void aFaultThatNoToolSeesHasNoRowAndStyleIsCountedApart() {
    List<Seen> seen =
        List.of(
            new Seen(FAULTS.get(0), Map.of("dclint", List.of(ORDER, ORDER), "bench", List.of())),
            new Seen(FAULTS.get(1), Map.of("dclint", List.of(ORDER), "bench", List.of(ROOT))),
            new Seen(FAULTS.get(2), Map.of("dclint", List.of(), "bench", List.of())));

    assertThat(new ToolsPage(VERSIONS, seen, seen.subList(2, 3)).text().lines())
        .contains(
            "| dclint | 2.2.2 | 2 of 3 | 0 | 0 of 1 | 0 |",
            "| bench | 1.6.0 | 1 of 3 | 1 | 0 of 1 | 0 |",
            "| any of them | | 2 of 3 | 1 | 0 of 1 | 0 |",
            row(FAULTS.get(0), "order | |"),
            row(FAULTS.get(1), "order | 5.5 |"))
        .noneMatch(line -> line.contains("`" + FAULTS.get(2).name() + "`"));
  }

  private static String row(Change fault, String cells) {
    return "| `%s` | `%s` | %s".formatted(fault.name(), fault.check(), cells);
  }

  @Test
  void versionsAndTheDayAreNoResults() {
    String page = new ToolsPage(VERSIONS, List.of(), List.of()).text();
    String later =
        page.replace("| 2.2.2 |", "| 3.1 |").replaceAll("Date: [\\d-]+", "Date: 2027-01-01");

    assertThat(ToolsPage.results(later)).isEqualTo(ToolsPage.results(page));
    assertThat(
            ToolsPage.results(page.replace("| bench | 1.6.0 | 0 of 0", "| bench | 1.6.0 | 1 of 0")))
        .isNotEqualTo(ToolsPage.results(page));
  }
}
