package io.github.ecluse.stack;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.docker.Images;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.PipelineRun.Stage;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.Registry;
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
  private static final String TAG = "latest";
  private static final String SERVICE = "app";

  private final String image;
  private final Images images;
  private final Registry registry;
  private final ComposeProject compose;

  /**
   * Creates a trail, which looks at nothing yet.
   *
   * @param repository the repository of the application, with its registry's address
   */
  Trail(String repository, Images images, Registry registry, ComposeProject compose) {
    image = repository + ":" + TAG;
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
          "stage %d %s".formatted(number, stage.name()),
          String.format(Locale.ROOT, "%.3f", stage.took().toMillis() / 1000.0));
    }
    if (run.deployed()) {
      trail.put("image", image);
      trail.put("built", orReason(this::built));
      trail.put("pushed", run.release().digest().value());
      trail.put("held", orReason(this::held));
      trail.put("runs", orReason(this::running));
    }
    return trail;
  }

  private String built() {
    return images.image(image).map(InspectImageResponse::getId).orElse("");
  }

  private String held() {
    String name = image.substring(image.indexOf('/') + 1, image.lastIndexOf(':'));
    return registry.digest(name, TAG).map(Digest::value).orElse("");
  }

  private String running() {
    return compose.services().one(SERVICE).imageDigests().stream()
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
