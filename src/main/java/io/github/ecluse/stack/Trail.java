package io.github.ecluse.stack;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.docker.Images;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.PipelineRun.Stage;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.Registry;
import io.github.ecluse.workspace.Workspace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The trail of a run of the pipeline, for the report: its stages with their seconds, and the digest
 * of the release at each place. A place that can't be looked at has the reason instead.
 */
final class Trail {
  private final Workspace workspace;
  private final Images images;
  private final Registry registry;
  private final ComposeProject compose;

  /** Creates a trail, which looks at nothing yet. */
  Trail(Workspace workspace, Images images, Registry registry, ComposeProject compose) {
    this.workspace = workspace;
    this.images = images;
    this.registry = registry;
    this.compose = compose;
  }

  /** Returns the trail of the run that has just ended, as an entry of the report. */
  Map<String, String> of(PipelineRun run) {
    Map<String, String> trail = new LinkedHashMap<>();
    trail.put("pipeline run", run.startedAt().toString());
    trail.put("exit code", Integer.toString(run.exitCode()));
    int number = 0;
    for (Stage stage : run.stages()) {
      number++;
      trail.put(
          "stage %s %s".formatted(number, stage.name()),
          String.format(Locale.ROOT, "%.3f", stage.took().toMillis() / 1000.0));
    }
    if (run.deployed()) {
      trail.put("image", image());
      trail.put("built", orReason(this::built));
      trail.put("pushed", run.release().digest().value());
      trail.put("held", orReason(this::held));
      trail.put("runs", orReason(this::running));
    }
    return trail;
  }

  private String image() {
    return workspace.repository() + ":" + workspace.tag();
  }

  private String built() {
    return images.image(image()).map(InspectImageResponse::getId).orElse("");
  }

  private String held() {
    return registry
        .digest(workspace.repositoryName(), workspace.tag())
        .map(Digest::value)
        .orElse("");
  }

  private String running() {
    return compose.services().one(workspace.promise().application()).imageDigests().stream()
        .map(Digest::value)
        .collect(Collectors.joining(" "));
  }

  /** A look that fails is for a check to judge. JUnit takes no entry without text. */
  private static String orReason(Supplier<String> look) {
    try {
      String found = look.get();
      return found.isBlank() ? "nothing" : found;
    } catch (RuntimeException e) {
      return "not known: " + e.getMessage();
    }
  }
}
