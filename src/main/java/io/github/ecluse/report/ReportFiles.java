package io.github.ecluse.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a report. Each JVM of a run stores what it recorded, and the last one to end writes
 * the page of all of them. A JVM that was killed leaves a recording that is not finished, and the
 * page says so; if it was the only one, there is no page.
 */
final class ReportFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".recording.json";

  private final Path page;
  private final Path summary;
  private final Path claims;
  private final Path recordings;
  private final String run;
  private final Path own;

  /**
   * Names the files; none is written yet.
   *
   * @param page the page; the others are beside it
   * @param run what the JVMs of one run have in common
   * @param claims the page that says what is claimed; it need not exist
   */
  ReportFiles(Path page, String run, Path claims) {
    this.page = page;
    this.claims = claims;
    summary = page.resolveSibling("summary.md");
    recordings = page.resolveSibling("report");
    this.run = run + "-";
    own = recordings.resolve(this.run + ProcessHandle.current().pid() + SUFFIX);
  }

  /** Deletes the report that is there, with the recordings of other runs. */
  void begin(Recording recording) {
    try {
      Files.deleteIfExists(page);
      Files.deleteIfExists(summary);
      Files.createDirectories(recordings);
      for (Path old : stored("")) {
        if (!old.getFileName().toString().startsWith(run)) {
          Files.delete(old);
        }
      }
      JSON.writeValue(own.toFile(), recording);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the report. */
  void end(Recording recording) {
    try {
      JSON.writeValue(own.toFile(), recording);
      write(all());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Recording all() throws IOException {
    List<Recording> parts = new ArrayList<>();
    for (Path file : stored(run)) {
      parts.add(JSON.readValue(file.toFile(), Recording.class));
    }
    return parts.stream()
        .sorted(Comparator.comparing(Recording::began))
        .reduce(Recording::and)
        .orElseThrow();
  }

  private List<Path> stored(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(recordings)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.toString().endsWith(SUFFIX))
          .toList();
    }
  }

  private void write(Recording recording) throws IOException {
    Map<String, Object> model = ReportModel.of(recording, ClaimsPage.in(claims), page.getParent());
    Files.writeString(page, Templates.page(model));
    Files.writeString(summary, Templates.summary(model));
  }
}
