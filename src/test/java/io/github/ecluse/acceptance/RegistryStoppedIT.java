package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.palantir.docker.compose.DockerComposeRule;
import com.palantir.docker.compose.configuration.DockerComposeFiles;
import com.palantir.docker.compose.configuration.ProjectName;
import com.palantir.docker.compose.connection.DockerMachine;
import com.palantir.docker.compose.connection.waiting.HealthChecks;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.workspace.StackDirectory;
import io.github.ecluse.workspace.Workspace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.ExternalResource;
import org.junit.rules.RuleChain;
import org.junit.rules.TestRule;

/**
 * The document's first problem, driven by docker-compose-rule under the vintage engine: the
 * registry of the stack is stopped, the push fails, the document's remedy is applied, the push
 * works.
 */
@Claim("registry-stopped-explained")
public class RegistryStoppedIT {
  private static final String REGISTRY = "registry";
  private static final String REGISTRY_ALONE = "registry-alone.yml";
  private static final String PROJECT = "ecluserule" + ProcessHandle.current().pid();
  private static final Workspace COPY = copy();

  private static final DockerComposeRule DOCKER =
      DockerComposeRule.builder()
          .useDockerComposeV2(true)
          .files(DockerComposeFiles.from(files()))
          .projectName(ProjectName.fromString(PROJECT))
          .machine(DockerMachine.localMachine().withEnvironment(COPY.environment()).build())
          .waitingForService(REGISTRY, HealthChecks.toHaveAllPortsOpen())
          .saveLogsTo("target/ecluse/docker-compose-rule")
          .build();

  /** What the rule leaves: the network that only the application uses, the image, the copy. */
  private static final ExternalResource REMOVAL =
      new ExternalResource() {
        @Override
        protected void after() {
          docker("compose", "down", "--volumes").orThrow();
          Engine.local().removal().images(COPY.imageLabel(), COPY.repository());
          COPY.close();
        }
      };

  @ClassRule public static final TestRule STACK = RuleChain.outerRule(REMOVAL).around(DOCKER);

  /**
   * The application's image does not exist yet, so the rule starts the registry alone, with what it
   * depends on. A small image stands in for it: a push fails or works alike, whatever it carries.
   */
  private static Workspace copy() {
    Engine.local();
    Workspace copy = Workspace.of(StackDirectory.given());
    copy.register(PROJECT);
    try {
      Files.writeString(copy.directory().resolve(REGISTRY_ALONE), registryAlone(copy));
      Path small = Files.createDirectory(copy.directory().resolve("small"));
      Files.writeString(small.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return copy;
  }

  /** Returns a Compose file that gives all other services a profile. */
  private static String registryAlone(Workspace copy) throws IOException {
    String config =
        copy.command(PROJECT, "docker", "compose", "config", "--format", "json").orThrow().stdout();
    JsonNode services = new ObjectMapper().readTree(config).path("services");
    Set<String> needed = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(Set.of(REGISTRY));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (needed.add(name)) {
        services.path(name).path("depends_on").properties().forEach(one -> next.add(one.getKey()));
      }
    }
    return services.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !needed.contains(name))
        .map(name -> "  %s: {profiles: [later]}%n".formatted(name))
        .collect(Collectors.joining("", "services:\n", ""));
  }

  private static String[] files() {
    Stream<String> own =
        Stream.of(COPY.environment().get("COMPOSE_FILE").split(File.pathSeparator, -1));
    return Stream.concat(own, Stream.of(REGISTRY_ALONE))
        .map(name -> COPY.directory().resolve(name).toString())
        .toArray(String[]::new);
  }

  @Test
  public void thePushFailsWhileTheRegistryIsStoppedAndWorksOnceItIsStarted() {
    String image = COPY.repository() + ":latest";
    docker("build", "-q", "--label", COPY.imageLabel(), "-t", image, "small").orThrow();
    docker("compose", "stop", REGISTRY).orThrow();

    CommandResult refused = docker("push", image);

    assertThat(refused.succeeded()).as("push while the registry is stopped").isFalse();
    assertThat(FailureModes.in("push", refused.stderr()))
        .as("diagnosis of: %s", refused.stderr())
        .map(FailureMode::name)
        .contains("registry-down");

    docker("compose", "up", "-d", "--wait", REGISTRY).orThrow();

    assertThat(docker("push", image).orThrow().stdout())
        .as("push once the registry is started")
        .contains("latest: digest: sha256:");
  }

  private static CommandResult docker(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "docker";
    System.arraycopy(words, 0, all, 1, words.length);
    return COPY.command(PROJECT, all);
  }
}
