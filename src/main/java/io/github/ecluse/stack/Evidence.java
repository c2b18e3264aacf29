package io.github.ecluse.stack;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.docker.ServiceContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a failure needs to be understood: saved under {@code target/}, with the likely cause. */
final class Evidence {
  private static final Path FAILURES = Path.of("target", "ecluse", "failures").toAbsolutePath();

  private final Stack stack;
  private final Map<String, String> files;

  /** Looks at the stack as it is now. */
  Evidence(Stack stack) {
    this.stack = stack;
    files =
        Map.of(
            "services.log", output("docker", "compose", "logs", "--no-color", "--timestamps"),
            "compose-ps.txt", output("docker", "compose", "ps", "-a"),
            "inspect.json", inspections(),
            "pipeline.log", stack.pipelineOutput());
  }

  /** The failure, with what was seen, the likely cause, the remedy, and where the evidence is. */
  AssertionError of(String test, Throwable failure) {
    Path place = FAILURES.resolve(test);
    String seen = seen();
    for (Map.Entry<String, String> file : files.entrySet()) {
      save(place.resolve(file.getKey()), file.getValue());
    }
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    Optional<FailureMode> mode = FailureModes.in(message + "\n" + seen);
    AssertionError told =
        new AssertionError(
            "%s%n  seen:         %s%n%s  evidence:     %s"
                .formatted(message, seen, mode.map(Evidence::advice).orElse(""), place),
            failure);
    told.setStackTrace(failure.getStackTrace());
    return told;
  }

  /** The evidence, by the name of its file. */
  Map<String, String> files() {
    return files;
  }

  private static String advice(FailureMode mode) {
    return "  likely cause: %s: %s%n  remedy:       %s%n"
        .formatted(mode.name(), mode.cause(), mode.remedy());
  }

  private String seen() {
    String services =
        stack.services().stream()
            .map(service -> service.service() + " " + service.state() + "/" + service.health())
            .collect(Collectors.joining(", "));
    return services + ", registry " + (stack.registry().answers() ? "answers" : "does not answer");
  }

  private String inspections() {
    String[] ids = stack.services().stream().map(ServiceContainer::id).toArray(String[]::new);
    String[] words = new String[ids.length + 2];
    words[0] = "docker";
    words[1] = "inspect";
    System.arraycopy(ids, 0, words, 2, ids.length);
    return ids.length == 0 ? "[]" : output(words);
  }

  private String output(String... words) {
    var result = stack.command(words);
    return result.stdout() + result.stderr();
  }

  private static void save(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
