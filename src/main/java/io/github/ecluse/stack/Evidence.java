package io.github.ecluse.stack;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.testcontainers.DockerClientFactory;

/** What a failure needs to be understood: saved under {@code target/}, with the likely cause. */
final class Evidence {
  private static final String SESSION =
      "label=%s=%s"
          .formatted(
              DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, DockerClientFactory.SESSION_ID);

  private static final Path FAILURES = Settings.output().resolve("failures");

  private final String seen;
  private final Map<String, String> files;

  private Evidence(String seen, Map<String, String> files) {
    this.seen = seen;
    this.files = files;
  }

  /** Looks at a stack as it is now. */
  static Evidence of(Stack stack) {
    List<String> inspect = new ArrayList<>(List.of("docker", "inspect"));
    stack.services().stream().map(ServiceContainer::id).forEach(inspect::add);
    return new Evidence(
        stack.seen(),
        Map.of(
            "services.log",
            output(stack, "docker", "compose", "logs", "--no-color", "--timestamps"),
            "compose-ps.txt",
            output(stack, "docker", "compose", "ps", "-a"),
            "inspect.json",
            output(stack, inspect.toArray(String[]::new)),
            "pipeline.log",
            stack.pipelineOutput()));
  }

  /** Looks at the containers that this JVM has started, where there is no stack. */
  static Evidence ofContainers() {
    List<String> names =
        Command.docker("ps", "-a", "--filter", SESSION, "--format", "{{.Names}}")
            .run()
            .stdout()
            .lines()
            .toList();
    Map<String, String> files = new TreeMap<>();
    for (String name : names) {
      files.put(name + ".log", text(Command.docker("logs", "--timestamps", name).run()));
      files.put(name + ".json", text(Command.docker("inspect", name).run()));
    }
    return new Evidence("containers " + names, files);
  }

  /** The failure, with what was seen, the likely cause, the remedy, and where the evidence is. */
  AssertionError of(String test, Throwable failure) {
    Path place = FAILURES.resolve(test);
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

  private static String output(Stack stack, String... words) {
    return text(stack.command(words));
  }

  private static String text(CommandResult result) {
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
