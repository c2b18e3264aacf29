package io.github.ecluse.gate;

import java.io.IOException;

/** Where a gate runs. */
public interface GateJvm extends AutoCloseable {
  /**
   * Runs a gate to its end. A JVM that ends before leaves results without an end.
   *
   * @param order what to run, and which files get the results and what is printed
   * @throws IOException if the log can't be written, or no JVM can be started
   */
  void run(GateOrder order) throws IOException;

  /** Ends what still runs. */
  @Override
  default void close() {}
}
