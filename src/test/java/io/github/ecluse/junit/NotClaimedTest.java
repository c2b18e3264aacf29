package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.ecluse.claims.Claims;
import io.github.ecluse.promise.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What the console and the report say of the claims that a stack does not make. */
class NotClaimedTest {
  private static final String STACK = "ecluse.stack";
  private static final PrintStream CONSOLE = System.out;

  @TempDir private Path stack;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void giveTheConsoleBack() {
    System.setOut(CONSOLE);
    System.clearProperty(STACK);
  }

  @Test
  void theReportAndTheEndOfTheConsoleListThem() throws IOException {
    String most =
        Claims.ofAStack(true).stream()
            .filter(name -> !name.equals("ping-blocked") && !name.equals("limits"))
            .collect(Collectors.joining(", "));

    EngineExecutionResults results = run("claims: [%s]".formatted(most));

    assertThat(entries(results)).containsExactly("ping-blocked, limits");
    assertThat(lines()).first().asString().endsWith("not claimed: ping-blocked, limits");
    assertThat(lines())
        .last()
        .asString()
        .endsWith("not claimed, and not run: ping-blocked, limits");
    assertThat(results.testEvents().skipped().list()).as("checks that were skipped").isEmpty();
  }

  @Test
  void whereAllIsClaimedNothingIsSaid() throws IOException {
    EngineExecutionResults results = run("page: /");

    assertThat(entries(results)).isEmpty();
    assertThat(lines()).noneMatch(line -> line.contains("not claimed"));
  }

  private EngineExecutionResults run(String file) throws IOException {
    Files.writeString(stack.resolve(Promise.FILE), file);
    System.setProperty(STACK, stack.toString());
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(Sample.class)).execute();
  }

  private static List<String> entries(EngineExecutionResults results) {
    return results.allEvents().reportingEntryPublished().list().stream()
        .map(event -> event.getPayload(ReportEntry.class).orElseThrow())
        .map(entry -> entry.getKeyValuePairs().get("not claimed"))
        .filter(value -> value != null)
        .toList();
  }

  private List<String> lines() {
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("[ecluse]"))
        .toList();
  }

  @AcceptanceTest
  static class Sample {
    @Test
    void passes() {}
  }
}
