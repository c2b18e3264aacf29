package io.github.ecluse.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.process.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of docker-bench-security, for the containers that Compose would make of the files. */
final class DockerBench implements Tool {
  /** Names for the first file, of which Compose takes the first that exists. */
  private static final List<String> FIRST =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml");

  private static final String OVERRIDE = "compose.override.yml";
  private static final Path DOCKERFILE = Path.of("app/Dockerfile");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The files of each stack. All but Swarm's have one of the above before them. */
  private static final Map<String, List<String>> STACKS = new LinkedHashMap<>();

  static {
    STACKS.put("plain", List.of(OVERRIDE));
    STACKS.put("rolling", List.of(OVERRIDE, "compose.rolling.yml"));
    STACKS.put("secure", List.of(OVERRIDE, "compose.secure.yml"));
    STACKS.put("swarm", List.of("compose.swarm.yml"));
  }

  /** A developer's own must not change the result. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "REGISTRY", "registry.example:5443",
          "REGISTRY_PORT", "5000",
          "APP_PORT", "8080",
          "COMPOSE_PROFILES", "");

  @Override
  public String name() {
    return "docker-bench-security";
  }

  @Override
  public String version() {
    try {
      DockerCommand.docker("compose", "version").run().orThrow();
    } catch (CommandFailedException e) {
      throw new IllegalStateException(
          "docker compose does not run here, and reads the files for these rules."
              + " Remedy: provision/provision.sh",
          e);
    }
    return BenchRule.VERSION;
  }

  /** One file may change the containers of any stack. */
  @Override
  public Set<Path> concernedBy(Path tree, Set<Path> changed) {
    boolean isConcerned =
        changed.stream()
            .anyMatch(
                file ->
                    Dclint.isComposeFile(file)
                        || file.equals(DOCKERFILE)
                        || file.toString().endsWith(".env"));
    return isConcerned ? Trees.only(Trees.files(tree), Dclint::isComposeFile) : Set.of();
  }

  @Override
  public List<Finding> read(Path tree, Set<Path> files) {
    ImageFacts app = ImageFacts.in(Trees.text(tree.resolve(DOCKERFILE)));
    List<Finding> findings = new ArrayList<>();
    STACKS.forEach(
        (stack, names) -> findings.addAll(findings(stack, configuration(tree, stack, names), app)));
    return findings;
  }

  private static JsonNode configuration(Path tree, String stack, List<String> names) {
    Stream<String> first = stack.equals("swarm") ? Stream.of() : FIRST.stream();
    Stream<String> files =
        Stream.concat(
                first.filter(name -> Files.exists(tree.resolve(name))).limit(1),
                names.stream().filter(name -> Files.exists(tree.resolve(name))))
            .flatMap(name -> Stream.of("-f", name));
    List<String> words =
        Stream.of(
                Stream.of("docker", "compose", "-p", stack),
                files,
                Stream.of("config", "--format", "json"))
            .flatMap(part -> part)
            .toList();
    try {
      return JSON.readTree(
          DockerCommand.of(words).in(tree).with(VARIABLES).run().orThrow().stdout());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Compose printed no JSON for the stack " + stack, e);
    }
  }

  /**
   * Returns what the rules report.
   *
   * @param stack its name
   * @param configuration what {@code docker compose config} prints
   * @param app what the Dockerfile of the service {@code app} says
   */
  static List<Finding> findings(String stack, JsonNode configuration, ImageFacts app) {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> service : configuration.path("services").properties()) {
      ImageFacts image = service.getKey().equals("app") ? app : ImageFacts.OF_OTHERS;
      BenchContainer container = new BenchContainer(service.getValue(), image);
      for (BenchRule rule : BenchRule.ALL) {
        rule.breaches().apply(container).stream()
            .map(what -> (service.getKey() + " " + what).strip())
            .map(subject -> new Finding(rule.number(), stack, subject, false))
            .forEach(findings::add);
      }
    }
    return findings;
  }
}
