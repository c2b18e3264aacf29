package io.github.ecluse;

/**
 * The root of all exceptions of the library. A subclass has fields for what a program may want to
 * know: the command, the exit code, the status of an answer, the remedy.
 */
public abstract class EcluseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened, why, and what to do
   * @param cause the cause; null if there is none
   */
  protected EcluseException(String message, Throwable cause) {
    super(message, cause);
  }
}
