package io.github.ecluse.pipeline;

import io.github.ecluse.EcluseException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A run of the pipeline that did not deploy: its exit code, and the last lines that it printed.
 *
 * @serial exclude
 */
public final class PipelineFailedException extends EcluseException {
  private static final long serialVersionUID = 1L;
  private static final int LAST_LINES = 20;

  /**
   * Compose prints hundreds of lines for layers and for containers that do as they should, also
   * when the version before is brought back. They would hide the error.
   */
  private static final Pattern PROGRESS =
      Pattern.compile(
          "\\[[=>]+ *] |[0-9a-f]{12}:? (Preparing|Waiting|Layer already exists)\\b"
              + "|^ *(Container|Network|Volume) \\S+ +(Creat|Start|Stopp|Remov|Runn|Recreat|Wait|Health|Exit)\\w*$");

  private final int exitCode;
  private final transient List<String> lines;

  PipelineFailedException(String why, int exitCode, List<String> lines) {
    super(
        "Tried to deploy, but %s. Its last lines:\n  %s"
            .formatted(why, String.join("\n  ", last(lines))),
        null);
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  private static List<String> last(List<String> lines) {
    List<String> said = lines.stream().filter(line -> !PROGRESS.matcher(line).find()).toList();
    return said.subList(Math.max(0, said.size() - LAST_LINES), said.size());
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
