package io.github.ecluse.stack;

import io.github.ecluse.CleanUp;
import io.github.ecluse.EcluseException;

/** A stack that could not be made ready for the pipeline. It is removed when this is thrown. */
public final class StackNotReadyException extends EcluseException {
  private static final long serialVersionUID = 1L;

  private final transient Evidence evidence;

  private StackNotReadyException(Evidence evidence, RuntimeException cause) {
    super("Tried to make the stack ready for the pipeline: " + cause.getMessage(), cause);
    this.evidence = evidence;
  }

  /** Collects the evidence of a stack, and then removes it. */
  static StackNotReadyException removing(EvidenceSource stack, RuntimeException cause) {
    StackNotReadyException notReady = new StackNotReadyException(stack.evidence(), cause);
    CleanUp.after(notReady, stack::close);
    return notReady;
  }

  /** {@return the evidence of the time when the stack was still there} */
  public Evidence evidence() {
    return evidence;
  }
}
