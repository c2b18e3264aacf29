package io.github.ecluse.report;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs of JUnit within a test, and the report that each writes. JUnit finds the listener by itself.
 *
 * @param directory where the report is written
 */
record Runs(Path directory) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLAIMS =
      """
      ## Greeting

      | claim | holds as | check |
      |---|---|---|
      | `greets`: [says `hello`](document.md#hello) | as stated | `PassesCase.saysHello` |
      | [is polite](document.md#polite) | to *everybody* \\| always | `ManyCase.greets`, `ManyCase.made` |
      | never shouts | as stated | `ElsewhereCase.whispers` |
      """;

  /** Runs the tests of these classes, and returns the page. */
  Document page(Class<?>... classes) throws IOException {
    return page(Map.of(), classes);
  }

  /** Runs them with more configuration parameters. */
  Document page(Map<String, String> parameters, Class<?>... classes) throws IOException {
    Path claims = Files.writeString(directory.resolve("claims.md"), CLAIMS);
    run(
        LauncherDiscoveryRequestBuilder.request()
            .configurationParameter("ecluse.report", report().toString())
            .configurationParameter("ecluse.report.claims", claims.toString())
            .configurationParameters(parameters),
        classes);
    return Jsoup.parse(Files.readString(report()));
  }

  /** Runs them, and says nothing about a report. */
  void withoutAReport(Class<?>... classes) {
    run(LauncherDiscoveryRequestBuilder.request(), classes);
  }

  /** Runs them, and returns what was recorded. */
  Recording recorded(Class<?>... classes) throws IOException {
    page(classes);
    try (Stream<Path> files = Files.list(directory.resolve("report"))) {
      return JSON.readValue(files.findFirst().orElseThrow().toFile(), Recording.class);
    }
  }

  /** Stores a recording as a JVM does that was killed. */
  void storeUnfinished(Recording run, Path file) throws IOException {
    Recording unfinished =
        new Recording(
            run.began(),
            run.tookMillis(),
            run.part(),
            false,
            run.machine(),
            run.checks(),
            run.entries());
    JSON.writeValue(file.toFile(), unfinished);
  }

  private static void run(LauncherDiscoveryRequestBuilder request, Class<?>... classes) {
    LauncherDiscoveryRequest whole =
        request
            .selectors(Stream.of(classes).map(type -> selectClass(type)).toList())
            .configurationParameter("junit.platform.discovery.issue.severity.critical", "ERROR")
            .build();
    LauncherConfig config =
        LauncherConfig.builder().enableLauncherSessionListenerAutoRegistration(false).build();
    LauncherFactory.create(config).execute(whole);
  }

  /** Returns the file of the page. */
  Path report() {
    return directory.resolve("report.html");
  }

  /** Returns the summary. */
  String summary() throws IOException {
    return Files.readString(directory.resolve("summary.md"));
  }
}
