package io.github.ecluse.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The source of the application in the gate's copy of the stack: changed as a developer changes it,
 * and put back.
 */
public final class Application {
  private static final String MARK =
      """
      import flask as _flask

      _process_response = _flask.Flask.process_response


      def _with_mark(self, response):
          response = _process_response(self, response)
          if response.mimetype == "text/html":
              response.set_data(response.get_data() + b"%s")
          return response


      _flask.Flask.process_response = _with_mark
      """;

  private final Path source;
  private final Path dockerfile;
  private final String originalSource;
  private final String originalDockerfile;

  Application(Path directory) {
    source = directory.resolve("app").resolve("app.py");
    dockerfile = directory.resolve("app").resolve("Dockerfile");
    originalSource = read(source);
    originalDockerfile = read(dockerfile);
  }

  /** The image that the Dockerfile begins with. */
  String baseImage() {
    return originalDockerfile
        .lines()
        .filter(line -> line.startsWith("FROM "))
        .map(line -> line.split("\\s+", 3)[1])
        .findFirst()
        .orElse("scratch");
  }

  /** Adds a text to every page. It works for any Flask program, whatever its pages say. */
  public void addToPages(String text) {
    prepend(MARK.formatted(text));
  }

  /** Lets the program end as soon as it starts. */
  public void endAtOnce() {
    prepend("raise SystemExit('this release does not start')\n");
  }

  /** Lets the image not be built. */
  public void failTheBuild() {
    write(dockerfile, originalDockerfile + "\nRUN echo 'this release can not be built' && false\n");
  }

  /** Puts all back as it was. */
  public void restore() {
    write(source, originalSource);
    write(dockerfile, originalDockerfile);
  }

  private void prepend(String code) {
    write(source, code + originalSource);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
