package io.github.ecluse.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where a gate runs. */
public interface GateJvm {
  /**
   * Runs JUnit's console launcher to its end.
   *
   * @param properties system properties of the run
   * @param arguments as the console launcher takes them
   * @param log gets what the run prints
   * @throws IOException if the log can't be written
   */
  void run(Map<String, String> properties, List<String> arguments, Path log) throws IOException;
}
