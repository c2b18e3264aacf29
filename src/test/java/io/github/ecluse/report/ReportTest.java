package io.github.ecluse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of runs that end in every way. */
class ReportTest {
  /** The last line of the service that prints little. */
  private static final String LOG =
      "app-1  | 2026-11-29T18:58:23.5Z the </pre> end\n"
          + "db-1   | 2026-11-29T18:58:22.5Z much\n".repeat(99);

  @TempDir private Path directory;
  private Runs runs;

  @BeforeEach
  void runElsewhere() {
    runs = new Runs(directory);
  }

  @Test
  void aRunThatPassesSaysWhatItProves() throws IOException {
    Document page = runs.page(Cases.PassesCase.class);

    assertThat(verdict(page)).startsWith("Passed 1 of 1 checks passed. 1 of 3 claims are proven.");
    assertThat(page.select("#failures")).as("part with failures").isEmpty();
    assertThat(row(page, "says hello")).isEqualTo("Proven says hello greets Says hello");
    assertThat(page.select("#open ~ details li").eachText())
        .as("claims without a check in the run")
        .containsExactly("Greeting: is polite", "Greeting: never shouts");
    assertThat(page.select("#origin ~ table").text())
        .contains("Docker Engine 26.1.5", "Image store overlay2", "registry:2 substitute image");
    assertThat(runs.summary()).contains("## Gate: Passed", "1 of 1 checks passed");
  }

  @Test
  void aClaimThatTheStackDoesNotMakeIsListedAsNotClaimed() throws IOException {
    Document page = runs.page(Cases.ClaimsLittleCase.class);

    assertThat(verdict(page)).startsWith("Passed 1 of 1 checks passed. 0 of 2 claims are proven.");
    assertThat(page.select("#unclaimed li").eachText()).containsExactly("greets says hello");
    assertThat(runs.summary()).contains("Not claimed: `greets`.");
  }

  @Test
  void aFailureStandsThereWithItsEvidence() throws IOException {
    Path evidence = Files.createDirectories(directory.resolve("failures/FailsCase.one[1]"));
    Files.writeString(evidence.resolve("services.log"), LOG);
    Cases.evidence = evidence.toString();
    Document page = runs.page(Cases.FailsCase.class);

    assertThat(verdict(page)).startsWith("Failed 1 of 1 checks failed.");
    Element failure = page.selectFirst("article.failure");
    assertThat(failure.text())
        .contains("Compares pages", "FailsCase.comparesPages", "a page | *one* red")
        .contains("Likely cause no-space: the disk is full", "Remedy docker system prune")
        .contains("Seen db exited", "Expected <b>hello</b>")
        .contains("Actual <script>alert(1)</script>", "18:58:23.5Z the </pre> end\ndb-1");
    assertThat(failure.select("a").eachAttr("href"))
        .containsExactly("failures/FailsCase.one%5B1%5D/services.log");
    assertThat(page.select("script, b")).as("elements made of a message").isEmpty();
    assertThat(page.wholeText())
        .as("control characters")
        .doesNotContain("\u001B", "\u0007", "[31m");
  }

  @Test
  void aSummaryEscapesWhatMarkdownWouldActOn() throws IOException {
    runs.page(Cases.FailsByItselfCase.class);

    assertThat(runs.summary())
        .contains("| FailsByItselfCase.breaks  | a page \\| \\*one\\* &lt;script&gt; |  |  |")
        .doesNotContain("<script>");
  }

  @Test
  void aRunWithoutChecksProvesNothing() throws IOException {
    assertThat(verdict(runs.page())).startsWith("Nothing proven");
    Document skipped = runs.page(Cases.SkippedCase.class);

    assertThat(verdict(skipped)).startsWith("Nothing proven");
    assertThat(row(skipped, "Waits")).isEqualTo("Waits for a new day Skipped not today");
  }

  @Test
  void anInvocationThatIsNotPossibleHereLeavesItsClaimPartlyTried() throws IOException {
    Document page = runs.page(Cases.ManyCase.class);

    assertThat(verdict(page)).startsWith("Passed in part 3 of 4 checks passed; 1 was not run");
    assertThat(row(page, "is polite"))
        .isEqualTo(
            "Partly tried is polite to *everybody* | always"
                + " Greets 2 times Not possible here Made 2 times");
    assertThat(row(page, "Greets: [2]"))
        .endsWith("Not possible here Assumption failed: Bernd is away");
  }

  @Test
  void aClassThatFailsBeforeItsChecksLeavesThemUntried() throws IOException {
    Document page = runs.page(Cases.FailsBeforeAllCase.class, Cases.PassesCase.class);

    assertThat(verdict(page)).startsWith("Failed 1 of 3 checks failed; 1 was not run to its end.");
    assertThat(page.select("article.failure").text()).contains("FailsBeforeAllCase", "no engine");
    assertThat(row(page, "Never begins")).isEqualTo("Never begins Not run none given");
  }

  @Test
  void aClassThatIsNotPossibleHereHasItsReasonAtEachCheck() throws IOException {
    Document page = runs.page(Cases.AbortsBeforeAllCase.class);

    assertThat(row(page, "Never begins"))
        .endsWith("Not possible here Assumption failed: no IPv6 here");
  }

  @Test
  void aCheckWhoseClaimIsNotMadeDoesNotCountAgainstTheStack() throws IOException {
    Document page = runs.page(Cases.PassesCase.class, Cases.NotClaimedCase.class);

    assertThat(verdict(page)).startsWith("Passed 1 of 1 checks passed.");
    assertThat(row(page, "Ping is blocked over IPv6"))
        .isEqualTo("Ping is blocked over IPv6 Not claimed not claimed: ping-blocked");
  }

  @Test
  void aPartOfTheGateIsCalledOne() throws IOException {
    assertThat(verdict(runs.page(Map.of("ecluse.report.part", "true"), Cases.PassesCase.class)))
        .startsWith("Passed in part");
  }

  @Test
  void theReleaseIsAPictureInWordsToo() throws IOException {
    Document page = runs.page(Cases.ReleasesCase.class);

    assertThat(page.select("#chain-text").text())
        .isEqualTo(
            "Built: sha256:444444444444…. Pushed: sha256:555555555555…. "
                + "Held: sha256:666666666666… (differs). Runs: sha256:777777777777… (same).");
    assertThat(page.select("#stages-text").text())
        .isEqualTo("Building image: 1.5 s. Starting services: 4.5 s.");
    assertThat(page.select("svg rect.bar").get(1).attr("x"))
        .as("begin of a stage")
        .isEqualTo("25.0%");
  }

  @Test
  void aReportThatIsThereIsGoneWhileARunIsOn() throws IOException {
    runs.page(Cases.PassesCase.class);
    ReportFiles next = new ReportFiles(runs.report(), "next", directory.resolve("claims.md"));
    next.begin(runs.recorded(Cases.PassesCase.class));

    assertThat(runs.report()).doesNotExist();
    assertThat(directory.resolve("summary.md")).doesNotExist();
  }

  @Test
  void aJvmThatWasKilledTurnsThePageOfTheNextOneIntoNoSuccess() throws IOException {
    Recording run = runs.recorded(Cases.PassesCase.class);
    Path recordings = Files.createDirectories(directory.resolve("report"));
    runs.storeUnfinished(run, recordings.resolve("run-1.recording.json"));
    runs.storeUnfinished(run, recordings.resolve("earlier-1.recording.json"));

    Document page = runs.page(Map.of("ecluse.report.run", "run"), Cases.PassesCase.class);

    assertThat(verdict(page)).startsWith("Cut short");
    assertThat(recordings.resolve("earlier-1.recording.json")).doesNotExist();
  }

  @Test
  void withoutTheParameterNothingIsWritten() throws IOException {
    runs.withoutAReport(Cases.PassesCase.class);

    assertThat(directory).isEmptyDirectory();
  }

  private static String verdict(Document page) {
    return page.select(".verdict").text();
  }

  private static String row(Document page, String words) {
    return page.select("tr").stream()
        .filter(row -> row.select("th[scope=row]").text().startsWith(words))
        .map(Element::text)
        .findFirst()
        .orElse("no row");
  }
}
