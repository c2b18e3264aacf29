package io.github.ecluse.pipeline;

import java.util.List;

/** A run of the pipeline that did not deploy: its exit code, and the last that it said. */
public final class PipelineFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LAST_LINES = 20;

  PipelineFailedException(String why, List<String> lines) {
    super(
        "Tried to deploy with ./build.sh, but %s. Its last lines:\n  %s"
            .formatted(
                why,
                String.join(
                    "\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()))));
  }
}
