package io.github.ecluse.failures;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.EvidenceSource;
import io.github.ecluse.support.SecondEngine;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A copy of the stack on a second engine, for failures that would be those of all on the first. */
final class SecondStack implements EvidenceSource {
  private final Path directory;
  private final SecondEngine engine;

  private SecondStack(Path directory, SecondEngine engine) {
    this.directory = directory;
    this.engine = engine;
  }

  /** Starts an engine that holds the images of the stack, and nothing that runs. */
  static SecondStack in(Path folder) {
    Engine.local();
    Path directory = StackDirectory.given().copyTo(folder.resolve("stack")).path();
    SecondEngine engine = SecondEngine.start(StackDirectory.given().path(), Map.of());
    engine.load(List.of("python:3.11-slim", "registry:2", "mariadb:10.11"));
    return new SecondStack(directory, engine);
  }

  /** Runs a command in the stack's directory, on the second engine and in its network. */
  CommandResult run(String... words) {
    return engine.command(words).in(directory).within(Duration.ofMinutes(6)).run();
  }

  /** Returns what a run printed on both outputs, in the order of stdout first. */
  static List<String> lines(CommandResult run) {
    return (run.stdout() + "\n" + run.stderr()).lines().toList();
  }

  /** Runs a Docker command on the second engine. */
  CommandResult docker(String... words) {
    return engine.docker(words);
  }

  /** Runs a Docker command on the second engine, which may fail. */
  Command attempt(String... words) {
    return engine.command(words);
  }

  /** Stops the engine as a service manager does, and starts it again. */
  void restartEngine() {
    engine.order("term");
    engine.order("start");
  }

  @Override
  public Evidence evidence() {
    CommandResult containers = attempt("docker", "ps", "-a").in(directory).run();
    CommandResult logs = attempt("docker", "compose", "logs", "--timestamps").in(directory).run();
    return new Evidence(
        "on a second engine, " + engine.host(),
        Map.of(
            "docker-ps.txt",
            containers.stdout() + containers.stderr(),
            "services.log",
            logs.stdout() + logs.stderr()));
  }

  @Override
  public void close() {
    engine.close();
  }
}
