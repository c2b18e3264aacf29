package io.github.ecluse.stack;

/** Something that runs, and that can say what is needed to understand a failure. */
public interface EvidenceSource extends AutoCloseable {
  /**
   * Collects the evidence as it is now.
   *
   * @return the evidence; if it can't be had, the reason
   */
  Evidence evidence();

  /** Removes what runs. */
  @Override
  void close();
}
