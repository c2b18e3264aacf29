package io.github.ecluse.secure;

import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.pipeline.Pipeline;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.EvidenceSource;
import io.github.ecluse.workspace.Settings;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of the stack whose registry has TLS and a login, set up as {@code provision/registry.sh}
 * says. It has its own project, ports and Docker configuration.
 */
final class SecureStack implements EvidenceSource {
  /** A user's shell may have them for another stack. */
  private static final String CLEAN =
      "unset REGISTRY REGISTRY_PORT REGISTRY_FILES REGISTRY_TRUSTED COMPOSE_FILE; ";

  private static final String STEP = "  ";

  private final Settings settings = Settings.withFreePorts();
  private final String project = "ecluse-" + settings.run();
  private final Path folder = Settings.output().resolve("secure").resolve(settings.run());
  private final Path directory;
  private final String address = HostName.reached() + ":" + settings.registryPort();
  private final List<TrustedAuthority> trusted = new ArrayList<>();

  private SecureStack() {
    directory = StackDirectory.given().copyTo(folder.resolve("stack")).path();
    // What its user may have made for a registry of their own.
    Command.of("rm", "-rf", "secure", ".env").in(directory).run().orThrow();
    Engine.local().removeAtTheEnd(Map.of("com.docker.compose.project", project));
    Engine.local().removeAtTheEnd(settings.labels());
  }

  /** Starts the registry with each command that {@code provision/registry.sh create} names next. */
  static SecureStack start() {
    SecureStack stack = new SecureStack();
    try {
      stack.letTrust(stack.address);
      CommandResult created = stack.shell("provision/registry.sh create " + stack.address);
      created
          .orThrow()
          .stdout()
          .lines()
          .dropWhile(line -> !line.equals("Next:"))
          .filter(line -> line.startsWith(STEP) && !line.contains("build.sh"))
          .forEach(line -> stack.shell(line.strip()).orThrow());
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Has Docker's trust in a registry's authority taken back when this is closed. */
  void letTrust(String registry) {
    trusted.add(new TrustedAuthority(directory, registry));
  }

  /** Its directory. */
  Path directory() {
    return directory;
  }

  /** The registry's name and port. */
  String address() {
    return address;
  }

  /** The name of its Compose project. */
  String project() {
    return project;
  }

  /** Its repository in the registry. */
  String repository() {
    return address + "/app";
  }

  /** The port of the application on 127.0.0.1. */
  int appPort() {
    return settings.appPort();
  }

  /** Runs a line of shell in its directory, as its user. */
  CommandResult shell(String line) {
    return Command.of("bash", "-c", CLEAN + line).in(directory).with(environment()).run();
  }

  /** Runs {@code build.sh}, or a line with it, as its user. */
  PipelineRun paste(String line) {
    return new Pipeline(directory, "./build.sh", "latest", this::environment, Optional::empty)
        .paste(CLEAN + line);
  }

  /** Runs {@code build.sh}, which must succeed. */
  PipelineRun release(String options) {
    PipelineRun run = paste("./build.sh " + options);
    if (!run.succeeded()) {
      throw new AssertionError("build.sh " + options + ":\n" + String.join("\n", run.lines()));
    }
    return run;
  }

  /** Logs Docker in. */
  void logIn(String user) {
    shell(
            "docker login -u %s --password-stdin %s <secure/%s.password"
                .formatted(user, address, user))
        .orThrow();
  }

  /** Returns the login of a user that {@code provision/registry.sh} made. */
  TlsRegistry.Login login(String user) {
    return new TlsRegistry.Login(user, read("secure/" + user + ".password").strip());
  }

  /** Returns a client of the registry. */
  TlsRegistry registry() {
    return new TlsRegistry(address, directory.resolve("secure/ca.crt"));
  }

  /** Returns the text of a file. */
  String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file. */
  void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the id of a service's container. */
  String container(String service) {
    return shell("docker compose ps -q " + service).orThrow().stdout().strip();
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("COMPOSE_PROJECT_NAME", project);
    variables.put("APP_PORT", Integer.toString(settings.appPort()));
    variables.put("IMAGE_LABEL", settings.imageLabel());
    variables.put("ECLUSE_STATE", folder.resolve("state").toString());
    variables.put("DOCKER_CONFIG", folder.resolve("docker").toString());
    return variables;
  }

  @Override
  public Evidence evidence() {
    CommandResult containers = shell("docker compose ps -a");
    CommandResult logs = shell("docker compose logs --timestamps");
    return new Evidence(
        "with a secure registry at " + address,
        Map.of(
            "docker-ps.txt",
            containers.stdout() + containers.stderr(),
            "services.log",
            logs.stdout() + logs.stderr()));
  }

  @Override
  public void close() {
    trusted.forEach(TrustedAuthority::close);
    // By its labels: its files may be those of a failure.
    DockerCommand.docker(
            "compose", "-p", project, "down", "--volumes", "--remove-orphans", "--timeout", "1")
        .in(Settings.output())
        .run()
        .orThrow();
    Engine.local().removal().images(settings.imageLabel(), repository());
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
  }
}
