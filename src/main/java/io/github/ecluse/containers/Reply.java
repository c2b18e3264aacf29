package io.github.ecluse.containers;

import java.util.regex.Pattern;

/**
 * The reply to a question.
 *
 * @param kind how it ended
 * @param output what the tool printed
 */
public record Reply(Kind kind, String output) {
  private static final Pattern ECHO = Pattern.compile("bytes from");

  /** The three ways in which a question ends. */
  public enum Kind {
    /** An answer came. */
    ANSWERED,
    /** Nothing came back in time. */
    SILENT,
    /** Something said no, or the name is unknown. */
    UNREACHABLE
  }

  /** {@return whether the host was reached: it answered, or said that nothing listens there} */
  public boolean reached() {
    return answered() || output.contains("Connection refused");
  }

  /** {@return how many echo requests were answered} */
  public long echoes() {
    return echoesIn(output);
  }

  /** {@return whether an answer came} */
  public boolean answered() {
    return kind == Kind.ANSWERED;
  }

  static long echoesIn(String output) {
    return ECHO.matcher(output).results().count();
  }
}
