package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/** The texts of failures, as a page can show them. */
final class Texts {
  /** Sequences that colour a terminal. */
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");

  /** Neither HTML nor JSON's readers take control characters beside tab and newline. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\t\n]]");

  private Texts() {}

  /** Returns a text without colours and control characters. */
  static String printable(String text) {
    String plain = COLOUR.matcher(text.replace("\r\n", "\n")).replaceAll("");
    return UNPRINTABLE.matcher(plain).replaceAll("\uFFFD");
  }

  /** Returns the message of a failure, or its class if it has none. */
  static String message(Throwable thrown) {
    return printable(Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()));
  }

  /**
   * Returns a failure for the recording.
   *
   * @param facts what the gate has published of it; empty if it is none of the gate's
   */
  static Failure failure(Throwable thrown, Map<String, String> facts) {
    if (thrown == null) {
      return new Failure("failed without a reason", null, null, "", facts);
    }
    Map<String, String> known = new LinkedHashMap<>(facts);
    String message = known.remove("failure");
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    AssertionFailedError values = thrown instanceof AssertionFailedError error ? error : null;
    return new Failure(
        message == null ? message(thrown) : message,
        values == null ? null : text(values.getExpected()),
        values == null ? null : text(values.getActual()),
        printable(trace.toString()),
        known);
  }

  private static String text(ValueWrapper value) {
    return value == null ? null : printable(value.getStringRepresentation());
  }
}
