package io.github.ecluse.docker;

import io.github.ecluse.EcluseException;

/** No Docker engine that the gate can use. It is a failure: nothing can be proven without one. */
public final class EngineMissingException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * Creates an exception.
   *
   * @param what what is missing, or wrong
   * @param remedy a command to paste
   */
  public EngineMissingException(String what, String remedy) {
    super("%s. Remedy: %s".formatted(what, remedy), null);
    this.remedy = remedy;
  }

  /** Returns a command to paste. */
  public String remedy() {
    return remedy;
  }
}
