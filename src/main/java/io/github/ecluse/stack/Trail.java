package io.github.ecluse.stack;

import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.PipelineRun.Stage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The trail of a run of the pipeline, for the report: its stages with their seconds, and the digest
 * of the release at each place. A place that can't be looked at has the reason instead.
 */
final class Trail {
  private static final String TAG = "latest";

  private Trail() {}

  static Map<String, String> of(PipelineRun run, Stack stack) {
    Map<String, String> trail = new LinkedHashMap<>();
    trail.put("pipeline run", run.startedAt().toString());
    trail.put("exit code", Integer.toString(run.exitCode()));
    int number = 0;
    for (Stage stage : run.stages()) {
      number++;
      trail.put(
          "stage " + number + " " + stage.name(),
          String.format(Locale.ROOT, "%.3f", stage.took().toMillis() / 1000.0));
    }
    if (run.deployed()) {
      trail.putAll(places(run, stack));
    }
    return trail;
  }

  private static Map<String, String> places(PipelineRun run, Stack stack) {
    String image = stack.workspace().repository() + ":" + TAG;
    Map<String, String> places = new LinkedHashMap<>();
    places.put("image", image);
    places.put(
        "built",
        orReason(
            () ->
                stack
                    .engine()
                    .images()
                    .image(image)
                    .map(found -> found.getId())
                    .orElse("not on this engine")));
    places.put("pushed", run.release().digest().value());
    places.put(
        "held",
        orReason(
            () ->
                stack
                    .registry()
                    .digest(repository(image), TAG)
                    .map(digest -> digest.value())
                    .orElse("not in the registry")));
    places.put(
        "runs",
        orReason(
            () ->
                String.join(
                    " ",
                    stack.service("app").imageDigests().stream()
                        .map(digest -> digest.value())
                        .toList())));
    return places;
  }

  private static String repository(String image) {
    return image.substring(image.indexOf('/') + 1, image.lastIndexOf(':'));
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
