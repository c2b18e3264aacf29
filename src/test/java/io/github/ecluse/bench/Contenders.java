package io.github.ecluse.bench;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.Command;
import io.github.ecluse.workspace.StackDirectory;
import io.github.ecluse.workspace.Workspace;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The document's script, {@code docker compose up -d --build}, and ours, each with its stack. */
final class Contenders implements AutoCloseable {
  static final String DOCUMENT = "the document's script";

  static final String UP_BUILD = "docker compose up -d --build";

  static final String PLAIN = "./build.sh";

  static final String ROLLING = "./build.sh --rolling";

  static final StackDirectory ROOT = StackDirectory.given();

  private static final String DOCUMENTS_IMAGE = "localhost:5000/app:latest";

  private final List<Workspace> copies = new ArrayList<>();

  private final List<Contender> all = new ArrayList<>();

  private final Path documentStack = Path.of("target", "ecluse", "bench-document").toAbsolutePath();

  /** What has the name of the document's image already: it gets it back. */
  private final Optional<String> previous;

  private Contenders(Engine engine) {
    previous = engine.images().image(DOCUMENTS_IMAGE).map(InspectImageResponse::getId);
  }

  /**
   * Deploys each once, and stops it again.
   *
   * @throws AssertionError if a port of the document's script is taken
   */
  static Contenders start(Engine engine) throws IOException {
    refuseUnlessFree(5000);
    refuseUnlessFree(8080);
    Contenders contenders = new Contenders(engine);
    try {
      contenders.all.add(contenders.document());
      for (String command : List.of(UP_BUILD, PLAIN, ROLLING)) {
        contenders.all.add(contenders.ours(command));
      }
      return contenders;
    } catch (IOException | RuntimeException e) {
      contenders.close();
      throw e;
    }
  }

  /** Returns all of them. */
  List<Contender> all() {
    return List.copyOf(all);
  }

  /** Returns one of them. */
  Contender named(String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static void refuseUnlessFree(int port) {
    try {
      new ServerSocket(port).close();
    } catch (IOException e) {
      throw new AssertionError(
          "The document's script needs port %d, which is taken. Remedy: docker compose down, or ss -ltnp"
              .formatted(port),
          e);
    }
  }

  /**
   * To the letter, but for a port through which its page can be watched, and a registry to push to.
   */
  private Contender document() throws IOException {
    Command.of("rm", "-rf", documentStack.toString()).run();
    new StackDirectory(ROOT.path().resolve("bench/document")).copyTo(documentStack);
    Files.writeString(
        documentStack.resolve("compose.override.yml"),
        "services:\n  app:\n    ports: [\"127.0.0.1:8080:8080\"]\n");
    Contender contender =
        new Contender(
            DOCUMENT,
            documentStack,
            Map.of("COMPOSE_PROJECT_NAME", "eclusebench" + ProcessHandle.current().pid()),
            "./build.sh",
            URI.create("http://127.0.0.1:8080/"));
    contender.run("docker compose up -d registry").orThrow();
    contender.run("./build.sh").orThrow();
    contender.rest();
    return contender;
  }

  private Contender ours(String command) throws IOException {
    Workspace copy = Workspace.of(ROOT);
    copies.add(copy);
    String project = "eclusebench" + ProcessHandle.current().pid() + "x" + copies.size();
    copy.register(project);
    if (command.equals(UP_BUILD)) {
      Files.writeString(
          copy.directory().resolve("compose.override.yml"),
          "services:\n  app:\n    build: ./app\n");
    }
    Contender contender =
        new Contender(
            command,
            copy.directory(),
            copy.environment(project),
            command,
            URI.create("http://127.0.0.1:" + copy.appPort() + "/"));
    contender.run(command).orThrow();
    contender.rest();
    return contender;
  }

  /** Removes all that they have made. */
  @Override
  public void close() {
    all.forEach(contender -> contender.run("docker compose down -v --remove-orphans"));
    copies.forEach(Workspace::close);
    Contender.removeLeftovers(previous);
    previous.ifPresent(image -> DockerCommand.docker("tag", image, DOCUMENTS_IMAGE).run());
    Command.of("rm", "-rf", documentStack.toString()).run();
  }
}
