package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Check;
import io.github.ecluse.report.Recording.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A failure with its evidence.
 *
 * @param check the check that failed
 * @param likelyCause the likely cause; empty if none is known
 * @param remedy what to do; empty if nothing is known
 * @param seen the state of the stack; empty if nobody looked
 * @param folder the folder of the evidence, as it was given; empty if there is none
 * @param files the files in it
 * @param logs the ends of its logs
 */
record FailureView(
    Check check,
    String likelyCause,
    String remedy,
    String seen,
    String folder,
    List<Link> files,
    List<LogEnd> logs) {
  private static final int HEADLINE = 120;
  private static final List<String> LOGS = List.of("services.log", "pipeline.log");

  /** A link to a file, relative to the page. */
  record Link(String name, String address) {}

  /**
   * Returns a failure with what its folder holds now.
   *
   * @param directory the directory of the page
   */
  static FailureView of(Check check, Path directory) {
    Failure failure = check.failure();
    String folder = failure.facts().getOrDefault("evidence", "");
    Path evidence = Path.of(folder);
    boolean isThere = !folder.isEmpty() && Files.isDirectory(evidence);
    List<Path> files = isThere ? files(evidence) : List.of();
    return new FailureView(
        check,
        failure.facts().getOrDefault("likely cause", ""),
        failure.facts().getOrDefault("remedy", ""),
        failure.facts().getOrDefault("seen", ""),
        folder,
        files.stream().map(file -> link(file, directory)).toList(),
        LOGS.stream()
            .map(evidence::resolve)
            .filter(files::contains)
            .map(LogEnd::of)
            .filter(log -> !log.text().isBlank())
            .toList());
  }

  /** Returns how long the check ran before it failed. */
  public String took() {
    return Times.of(check.tookMillis());
  }

  /** Returns the beginning of the message on one line. */
  public String headline() {
    String line = check.failure().message().strip().replaceAll("\\s+", " ");
    return line.length() > HEADLINE ? line.substring(0, HEADLINE) + "…" : line;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static Link link(Path file, Path directory) {
    String relative = directory.toAbsolutePath().relativize(file.toAbsolutePath()).toString();
    try {
      // The folder of an invocation has brackets in its name.
      return new Link(
          file.getFileName().toString(), new URI(null, null, relative, null).getRawPath());
    } catch (URISyntaxException e) {
      return new Link(file.getFileName().toString(), relative);
    }
  }
}
