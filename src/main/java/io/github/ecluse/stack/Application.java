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
  private final String original;

  Application(Path directory) {
    source = directory.resolve("app").resolve("app.py");
    original = read();
  }

  /** Adds a text to every page. It works for any Flask program, whatever its pages say. */
  public void addToPages(String text) {
    prepend(MARK.formatted(text));
  }

  /** Lets the program end as soon as it starts. */
  public void endAtOnce() {
    prepend("raise SystemExit('this release does not start')\n");
  }

  /** Puts the source back as it was. */
  public void restore() {
    write(original);
  }

  private void prepend(String code) {
    write(code + original);
  }

  private String read() {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) {
    try {
      Files.writeString(source, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
