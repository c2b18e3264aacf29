package io.github.ecluse.pipeline;

import io.github.ecluse.EcluseException;
import java.util.List;

/**
 * A run of the pipeline that did not deploy: its exit code, and the last lines that it printed.
 *
 * @serial exclude
 */
public final class PipelineFailedException extends EcluseException {
  private static final long serialVersionUID = 1L;
  private static final int LAST_LINES = 20;

  private final int exitCode;
  private final transient List<String> lines;

  PipelineFailedException(String why, int exitCode, List<String> lines) {
    super(
        "Tried to deploy, but %s. Its last lines:\n  %s"
            .formatted(
                why,
                String.join(
                    "\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))),
        null);
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  /** {@return the exit code of the run} */
  public int exitCode() {
    return exitCode;
  }

  /** {@return all that the run printed} */
  public List<String> lines() {
    return lines;
  }
}
