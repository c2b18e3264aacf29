package io.github.ecluse.stack;

import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.pipeline.Releases;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.registry.Registry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/**
 * What is needed to understand a failure: states, logs and inspections. A part that can't be had is
 * replaced by the reason, so that it does not hide the failure.
 *
 * @param summary the state of everything in one line
 * @param files the text of each file, by its name
 * @param mask is over the secrets in them, and in a failure that is told with them
 */
public record Evidence(String summary, Map<String, String> files, Mask mask) {
  /** How a summary says that a registry gives no answer. */
  public static final String NO_REGISTRY = "registry does not answer";

  private static final String SESSION =
      "label=%s=%s"
          .formatted(
              DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, DockerClientFactory.SESSION_ID);

  /**
   * Creates evidence without the secrets that its files name.
   *
   * @param summary the state of everything in one line
   * @param files the text of each file, by its name
   */
  public Evidence(String summary, Map<String, String> files) {
    this(summary, files, Mask.of(files.values()));
  }

  /**
   * Masks the secrets.
   *
   * @param summary the state of everything in one line
   * @param files the text of each file, by its name
   * @param mask is over the secrets in them
   */
  public Evidence {
    Map<String, String> masked = new TreeMap<>(files);
    masked.replaceAll((name, text) -> mask.over(text));
    files = Collections.unmodifiableMap(masked);
    summary = mask.over(summary);
  }

  /** Collects the evidence of a stack as it is now. */
  static Evidence of(ComposeProject compose, Registry registry, Releases releases) {
    Map<String, String> files = new TreeMap<>();
    files.put(
        "services.log",
        orReason(
            () ->
                text(compose.command("docker", "compose", "logs", "--no-color", "--timestamps"))));
    files.put(
        "compose-ps.txt", orReason(() -> text(compose.command("docker", "compose", "ps", "-a"))));
    files.put("inspect.json", orReason(() -> inspections(compose)));
    files.put("pipeline.log", orReason(releases::output));
    return new Evidence(orReason(() -> summary(compose, registry)), files);
  }

  /**
   * {@return this evidence with that of another stack, whose files get numbers}
   *
   * @param other the evidence to add
   */
  public Evidence and(Evidence other) {
    Map<String, String> all = new TreeMap<>(files);
    other.files.forEach((name, text) -> all.put(unused(name, all), text));
    return new Evidence(summary + "; " + other.summary, all, mask.and(other.mask));
  }

  private static String unused(String name, Map<String, String> taken) {
    return Stream.concat(
            Stream.of(name), IntStream.iterate(2, n -> n + 1).mapToObj(n -> n + "-" + name))
        .filter(one -> !taken.containsKey(one))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the state of each service, and whether the registry answers, in one line. */
  static String summary(ComposeProject compose, Registry registry) {
    return compose.services().states()
        + ", "
        + (registry.answers() ? "registry answers" : NO_REGISTRY);
  }

  private static String inspections(ComposeProject compose) {
    Stream<String> ids = compose.services().all().stream().map(ServiceContainer::id);
    return text(
        compose.command(Stream.concat(Stream.of("docker", "inspect"), ids).toArray(String[]::new)));
  }

  /**
   * Collects the evidence of the containers that this JVM has started through Testcontainers.
   *
   * @return their logs and states
   */
  public static Evidence ofContainers() {
    try {
      List<String> names =
          DockerCommand.docker("ps", "-a", "--filter", SESSION, "--format", "{{.Names}}")
              .run()
              .orThrow()
              .stdout()
              .lines()
              .toList();
      Map<String, String> files = new TreeMap<>();
      for (String name : names) {
        files.put(name + ".log", orReason(() -> output("logs", "--timestamps", name)));
        files.put(name + ".json", orReason(() -> output("inspect", name)));
      }
      return new Evidence("containers " + names, files);
    } catch (RuntimeException e) {
      return new Evidence(reason(e), Map.of());
    }
  }

  private static String output(String... words) {
    return text(DockerCommand.docker(words).run());
  }

  private static String text(CommandResult result) {
    return result.stdout() + result.stderr();
  }

  private static String orReason(Supplier<String> text) {
    try {
      return text.get();
    } catch (RuntimeException e) {
      return reason(e);
    }
  }

  private static String reason(RuntimeException e) {
    return "no evidence: " + e;
  }
}
