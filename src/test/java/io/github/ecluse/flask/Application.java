package io.github.ecluse.flask;

import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.DockerfileEdit;
import io.github.ecluse.workspace.Sources;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of the application in the gate's copy of the stack: changed as a developer changes it,
 * and put back.
 */
public final class Application {
  /**
   * Takes a condition and what is done to the response where it holds. What it wraps is bound at
   * once, not looked up by a name that a second such change would take over.
   */
  private static final String BEFORE_EACH_ANSWER =
      """
      import flask as _flask


      def _changed(self, response, process=_flask.Flask.process_response):
          response = process(self, response)
          %s
              %s
          return response


      _flask.Flask.process_response = _changed
      """;

  private static final String SLOW_PAGE =
      """
      import time as _time

      import flask as _flask

      _init = _flask.Flask.__init__
      _asked = {}


      def _slow():
          _time.sleep(2)
          return str(len(_flask.request.get_data())), {"Content-Type": "text/plain"}


      def _failing(status):
          _asked[status] = _asked.get(status, 0) + 1
          return "asked %s times" % _asked[status], status, {"Content-Type": "text/plain"}


      def _init_with_slow_page(self, *args, **kwargs):
          _init(self, *args, **kwargs)
          self.add_url_rule("/ecluse-slow", "_slow", _slow, methods=["GET", "POST"])
          self.add_url_rule("/ecluse-failing/<int:status>", "_failing", _failing)


      _flask.Flask.__init__ = _init_with_slow_page
      """;

  /**
   * A container that is started again is not late once more: the checks after the update would wait
   * for it each time. The mark is left after the wait, as a server may start several processes.
   * Where none can be left, as the file system is read-only, the container's age tells: Docker
   * makes {@code /.dockerenv} with it.
   */
  private static final String LATE_AT_FIRST =
      """
      import contextlib as _contextlib
      import pathlib as _pathlib
      import time as _time

      _mark = _pathlib.Path("/tmp/ecluse-started")
      _born = _pathlib.Path("/.dockerenv")
      _old = _born.exists() and _time.time() - _born.stat().st_mtime > 10
      if not (_mark.exists() or _old):
          _time.sleep(%s)
          with _contextlib.suppress(OSError):
              _mark.touch()
      """;

  /** Nothing but a comment may come before these in a Python program. */
  private static final Pattern FUTURE_IMPORTS = Pattern.compile("(?ms)\\A.*^from __future__ .*?$");

  private static final Duration LATE = Duration.ofSeconds(3);

  /** The program that every page comes from. */
  private static final String PROGRAM = "app/app.py";

  /** The file that the application's image is built from. */
  private static final String DOCKERFILE = "app/Dockerfile";

  private static final String PAYLOAD = "app/payload";

  private final Sources sources;

  Application(Sources sources) {
    this.sources = sources;
  }

  /** Returns the application of a stack. */
  public static Application of(Stack stack) {
    return new Application(stack.workspace().sources());
  }

  /** Returns the application of a stack's directory. */
  public static Application in(Path directory) {
    return new Application(new Sources(directory));
  }

  /** Adds a text to every page. It works for any Flask program, whatever its pages say. */
  public void addToPages(String text) {
    prepend(
        BEFORE_EACH_ANSWER.formatted(
            "if response.mimetype == 'text/html':",
            "response.set_data(response.get_data() + b'%s')".formatted(text)));
  }

  /** Lets the program end as soon as it starts. */
  public void endAtOnce() {
    prepend("raise SystemExit('this release does not start')\n");
  }

  /** Lets its health check fail, and nothing else. */
  public void failItsHealthCheck() {
    prepend(
        BEFORE_EACH_ANSWER.formatted(
            "if _flask.request.path == '/health':", "response.status_code = 500"));
  }

  /**
   * Lets it serve, and its health check pass, some seconds after its container was first started:
   * so late that who does not wait for it is done before, on a slow machine too.
   */
  public void startLate() {
    startAfter(LATE);
  }

  /** Lets it start, and then neither listen nor end. */
  public void hang() {
    startAfter(Duration.ofHours(1));
  }

  private void startAfter(Duration delay) {
    prepend(LATE_AT_FIRST.formatted(delay.toSeconds()));
  }

  /**
   * Adds a page {@code /ecluse-slow} that takes a request of any kind, waits two seconds and
   * answers in plain text with the number of bytes that it was sent, to every version that is built
   * from now on. Beside it is {@code /ecluse-failing/STATUS}, which answers with that status, and
   * says how often it was asked.
   */
  public void addSlowPage() {
    prepend(SLOW_PAGE);
  }

  /** Lets the image carry this many bytes that no other image has, and that can't be compressed. */
  public void addBytes(int number) {
    byte[] bytes = new byte[number];
    new SecureRandom().nextBytes(bytes);
    sources.add(PAYLOAD, bytes);
    addAtEndOfStages("COPY payload /payload");
  }

  /** Lets the image not be built. */
  public void failTheBuild() {
    addAtEndOfStages("RUN echo 'this release can not be built' && false");
  }

  private void addAtEndOfStages(String instructions) {
    String original = sources.original(DOCKERFILE);
    sources.write(DOCKERFILE, DockerfileEdit.atEndOfStages(original, instructions));
  }

  /** Adds instructions to the Dockerfile, before all others of a stage. */
  public void addSteps(String instructions) {
    String original = sources.original(DOCKERFILE);
    sources.write(DOCKERFILE, DockerfileEdit.atStartOfStages(original, instructions));
  }

  /** Puts all back as it was. */
  public void restore() {
    sources.restore();
  }

  private void prepend(String code) {
    String before = sources.read(PROGRAM);
    Matcher future = FUTURE_IMPORTS.matcher(before);
    int start = future.find() ? future.end() : 0;
    sources.write(PROGRAM, before.substring(0, start) + "\n" + code + before.substring(start));
  }
}
