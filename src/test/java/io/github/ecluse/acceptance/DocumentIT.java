package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.OwnJvm;
import io.github.ecluse.support.SecondEngine;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The document's own files, to the letter, put through the gate. They hard-code port 5000 and one
 * image name, so this happens on a second engine in a network namespace of its own. What fails is
 * what {@code docs/document-findings.md} lists, no more and no less.
 */
@Tag("document")
@Claim("document-findings")
class DocumentIT {
  private static final Path PROJECT = StackDirectory.given().path();
  private static final Path FINDINGS = PROJECT.resolve("docs/document-findings.md");
  private static final Path REPORTS = PROJECT.resolve("target/ecluse/document");
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+IT\\.\\w+)` \\|");

  @Test
  void theGateFindsInTheDocumentsFilesWhatIsCheckedIn() throws IOException {
    Set<String> known = findings();
    GateReport report = report();

    Set<String> failed =
        report.failed().stream()
            .map(Outcome::method)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(report.gaps()).as("checks that did not run on the document's files").isEmpty();
    assertThat(failed).as("checks that fail on the document's files").isEqualTo(known);
  }

  private static GateReport report() throws IOException {
    Engine.local();
    try (SecondEngine engine = SecondEngine.start(PROJECT, Map.of())) {
      engine.load(
          List.of(
              "python:3.11-slim",
              "registry:2",
              "mariadb:10.11",
              ProbeContainer.IMAGE.toString(),
              "testcontainers/ryuk:0.14.0"));
      Files.createDirectories(REPORTS);
      GateReport report =
          new GateRun(new OwnJvm(engine::command))
              .with("ecluse.stack", PROJECT.resolve("bench/document").toString())
              .of(REPORTS, GateRun.wholeGate());
      Files.write(
          REPORTS.resolve("outcomes.txt"),
          report.outcomes().stream().map(Outcome::toString).toList());
      return report;
    }
  }

  private static Set<String> findings() throws IOException {
    try (Stream<String> lines = Files.lines(FINDINGS)) {
      return lines
          .map(ROW::matcher)
          .filter(Matcher::find)
          .map(row -> row.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
