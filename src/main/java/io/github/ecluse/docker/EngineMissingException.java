package io.github.ecluse.docker;

/** No Docker engine that the gate can use. It is a failure: nothing can be proven without one. */
public final class EngineMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineMissingException(String what, String remedy) {
    super("%s. Remedy: %s".formatted(what, remedy));
  }
}
