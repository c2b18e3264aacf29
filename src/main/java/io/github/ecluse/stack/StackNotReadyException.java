package io.github.ecluse.stack;

/** A stack that could not be made ready for the pipeline; it is removed when this is thrown. */
final class StackNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Evidence evidence;

  StackNotReadyException(Evidence evidence, RuntimeException cause) {
    super("Tried to make the stack ready for the pipeline: " + cause.getMessage(), cause);
    this.evidence = evidence;
  }

  /** What was seen while it still stood. */
  Evidence evidence() {
    return evidence;
  }
}
