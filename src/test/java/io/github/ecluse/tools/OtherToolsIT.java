package io.github.ecluse.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.faults.Catalogue;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Puts each change of {@code faults/} and {@code variants/} to the tools that people have. {@code
 * -Dfault=<name>[,<name>…]} chooses some, and compares no page.
 */
@Tag("tools")
class OtherToolsIT {
  private static final StackDirectory STACK = StackDirectory.ofThisProject();
  private static final Path PAGE = STACK.path().resolve("docs/other-tools.md");
  private static final Path OUTPUT = STACK.path().resolve("target/ecluse/tools");

  private final List<Tool> tools =
      List.of(new Dclint(STACK.path()), new ShellCheck(), new Bandit(), new DockerBench());
  private final Map<String, String> versions = new LinkedHashMap<>();

  @BeforeEach
  void askForTheirVersions() {
    tools.forEach(tool -> versions.put(tool.name(), tool.version()));
    System.out.println("[ecluse] " + versions);
  }

  @Test
  void thePageSaysWhatTheySee(@TempDir Path folder) throws IOException, InterruptedException {
    Catalogue catalogue = Catalogue.of(STACK);
    Comparison comparison = new Comparison(tools, STACK, folder);
    String names = System.getProperty("fault");
    if (names != null) {
      comparison.judge(catalogue.named(names), progress(names.split(",").length));
      return;
    }
    Consumer<Seen> progress = progress(catalogue.faults().size() + catalogue.variants().size());
    String page =
        new ToolsPage(
                versions,
                comparison.judge(catalogue.faults(), progress),
                comparison.judge(catalogue.variants(), progress))
            .text();
    Files.createDirectories(OUTPUT);
    Files.writeString(OUTPUT.resolve(PAGE.getFileName()), page);
    if (Boolean.getBoolean("tools.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(ToolsPage.results(Files.readString(PAGE)))
        .as(
            "results on docs/other-tools.md; these versions ran: %s."
                + " To write the page: mvn verify -Ptools -Dtools.write=true",
            versions)
        .containsExactlyElementsOf(ToolsPage.results(page));
  }

  private Consumer<Seen> progress(int changes) {
    AtomicInteger judged = new AtomicInteger();
    ToolsPage rows = new ToolsPage(versions, List.of(), List.of());
    return seen ->
        System.out.printf(
            "[ecluse] %d of %d %s", judged.incrementAndGet(), changes, rows.row(seen));
  }
}
