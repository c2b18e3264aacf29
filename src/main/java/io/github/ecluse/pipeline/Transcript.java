package io.github.ecluse.pipeline;

import io.github.ecluse.pipeline.PipelineRun.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The lines of a run with the moment at which each came, and the stages that they announce. */
final class Transcript {
  private static final String ANNOUNCEMENT = "[*] ";

  private record Line(String text, long nanos) {}

  private final List<Line> lines = new ArrayList<>();

  /** Both outputs of the script end here, each from a thread of its own. */
  synchronized void add(String text) {
    lines.add(new Line(text, System.nanoTime()));
  }

  synchronized List<String> lines() {
    return lines.stream().map(Line::text).toList();
  }

  synchronized List<Stage> stages() {
    List<Line> announced =
        lines.stream().filter(line -> line.text.startsWith(ANNOUNCEMENT)).toList();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < announced.size(); i++) {
      Line line = announced.get(i);
      Line next = i + 1 < announced.size() ? announced.get(i + 1) : lines.get(lines.size() - 1);
      String name = line.text.substring(ANNOUNCEMENT.length()).replace("...", "");
      stages.add(new Stage(name, Duration.ofNanos(next.nanos - line.nanos)));
    }
    return stages;
  }
}
