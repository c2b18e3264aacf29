package io.github.ecluse.docker;

import io.github.ecluse.EcluseException;

/**
 * Thrown if there is no Docker engine that the gate can use.
 *
 * @serial exclude
 */
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

  /** {@return a command to paste} */
  public String remedy() {
    return remedy;
  }
}
