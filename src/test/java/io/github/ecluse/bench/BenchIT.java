package io.github.ecluse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.OwnJvm;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.process.Command;
import io.github.ecluse.workspace.StackDirectory;
import io.github.ecluse.workspace.Workspace;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From a change to the page that serves it: the document's script, {@code docker compose up -d
 * --build}, {@code ./build.sh} and {@code ./build.sh --rolling}, interleaved, in one session.
 * Writes {@code bench/results.md} and {@code bench/results.svg}.
 */
@Tag("bench")
class BenchIT {
  private static final int ROUNDS = Integer.getInteger("ecluse.rounds", 5);
  private static final int RELEASES_IN_A_ROW = 20;
  private static final int WATCHING = 20;
  private static final int LOAD = 50;
  private static final String SERVED = "changed line → page served (s)";
  private static final String FINISHED = "changed line → finished (s)";
  private static final String DOCUMENT = "the document's script";
  private static final String UP_BUILD = "docker compose up -d --build";
  private static final String PLAIN = "./build.sh";
  private static final String BY_HAND = "the four commands by hand, with waits";
  private static final String ROLLING = "./build.sh --rolling";

  /** The code comes last, so that a changed line makes no layer of files new. */
  private static final Pattern COPY_OF_THE_CODE =
      Pattern.compile("(?m)^COPY (--from=\\S+ )?app\\.py");

  private static final StackDirectory ROOT = StackDirectory.given();
  private static final List<Workspace> COPIES = new ArrayList<>();
  private static final List<Contender> CONTENDERS = new ArrayList<>();
  private static final StringBuilder RESULTS = new StringBuilder();
  private static final String DOCUMENTS_IMAGE = "localhost:5000/app:latest";

  private static Path documentStack;

  /** What has the name of the document's image already: it gets it back. */
  private static Optional<String> previous = Optional.empty();

  @BeforeAll
  static void startAll() throws IOException {
    Engine engine = Engine.local();
    refuseUnlessFree(5000);
    refuseUnlessFree(8080);
    previous = engine.images().image(DOCUMENTS_IMAGE).map(InspectImageResponse::getId);
    RESULTS.append(
        "# Measured%n%n%s, %d cores, %d rounds, interleaved in one session; each number is a median. Made by `mvn verify -Pbench`. Absolute times belong to the machine: compare within this page only.%n%n![One changed line, from the command to its page](results.svg)%n"
            .formatted(when(engine), Runtime.getRuntime().availableProcessors(), ROUNDS));
    CONTENDERS.add(document());
    CONTENDERS.add(ours(UP_BUILD));
    CONTENDERS.add(ours(PLAIN));
    CONTENDERS.add(ours(ROLLING));
  }

  /** The day, and what it was measured on. */
  private static String when(Engine engine) {
    return "%s, Docker Engine %s, Compose %s"
        .formatted(LocalDate.now(ZoneOffset.UTC), engine.version(), engine.composeVersion());
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
  private static Contender document() throws IOException {
    documentStack = Path.of("target", "ecluse", "bench-document").toAbsolutePath();
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

  private static Contender ours(String command) throws IOException {
    Workspace copy = Workspace.of(ROOT);
    COPIES.add(copy);
    String project = "eclusebench" + ProcessHandle.current().pid() + "x" + COPIES.size();
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

  @AfterAll
  static void removeAll() {
    CONTENDERS.forEach(contender -> contender.run("docker compose down -v --remove-orphans"));
    COPIES.forEach(Workspace::close);
    Contender.removeLeftovers(previous);
    previous.ifPresent(image -> DockerCommand.docker("tag", image, DOCUMENTS_IMAGE).run());
    Command.of("rm", "-rf", documentStack.toString()).run();
  }

  @Test
  @Order(1)
  void fromAChangeToItsPage() throws IOException {
    Table table = new Table();
    for (int round = 0; round < ROUNDS; round++) {
      for (Contender contender : CONTENDERS) {
        contender.wake();
        Contender.Release release = contender.changed(WATCHING);
        table.add(contender.name(), SERVED, release.served());
        table.add(contender.name(), FINISHED, release.finished());
        System.out.printf(
            "[ecluse] round %d, %s: served %d ms, finished %d ms%n",
            round + 1,
            contender.name(),
            release.served().toMillis(),
            release.finished().toMillis());
        if (contender.name().equals(PLAIN)) {
          byHand(table);
        }
        contender.rest();
      }
    }
    for (Contender contender : CONTENDERS) {
      contender.wake();
      contender.unchanged();
      table.add(contender.name(), "no change (s)", contender.unchanged().finished());
      LoadReport report = contender.changed(LOAD).load();
      table.add(
          contender.name(), "longest time without an answer at 50/s (s)", report.longestSilence());
      table.add(contender.name(), "failed requests at 50/s", report.failed().size());
      contender.rest();
    }
    report("From a change to its page", table.markdown("way"));
    report("Ratios", ratios(table));
    Files.writeString(
        ROOT.path().resolve("bench/results.svg"),
        Picture.of(
            barred(table),
            "One changed line, seconds: " + when(Engine.local()),
            List.of(SERVED, FINISHED)));
  }

  /** The document's four commands on our stack, with the same waits for health. */
  private static void byHand(Table table) throws IOException {
    Contender plain = CONTENDERS.get(2);
    Contender hand =
        new Contender(
            BY_HAND,
            plain.directory(),
            plain.environment(),
            "docker build --provenance=false -t localhost:$REGISTRY_PORT/app:latest ./app"
                + " && docker push localhost:$REGISTRY_PORT/app:latest"
                + " && docker compose down && docker compose up -d --wait",
            plain.page());
    Contender.Release release = hand.changed(WATCHING);
    table.add(BY_HAND, SERVED, release.served());
    table.add(BY_HAND, FINISHED, release.finished());
  }

  private static Table barred(Table table) {
    Table bars = new Table();
    for (String row : table.rowNames()) {
      bars.add(row, SERVED, table.median(row, SERVED));
      bars.add(row, FINISHED, table.median(row, FINISHED));
    }
    return bars;
  }

  private static String ratios(Table table) {
    return """
    | ratio | measured | wanted |
    |---|---|---|
    | `./build.sh`, page served : the document's | %.2f | ≤ 0.17 |
    | `./build.sh`, finished : the document's | %.2f | ≤ 0.25 |
    | `./build.sh`, finished : its four commands by hand with waits | %.2f | ≤ 1.25 |
    | `./build.sh --rolling`, page served : `docker compose up -d --build` | %.2f | ≤ 1.30 |
    """
        .formatted(
            table.median(PLAIN, SERVED) / table.median(DOCUMENT, SERVED),
            table.median(PLAIN, FINISHED) / table.median(DOCUMENT, FINISHED),
            table.median(PLAIN, FINISHED) / table.median(BY_HAND, FINISHED),
            table.median(ROLLING, SERVED) / table.median(UP_BUILD, SERVED));
  }

  @Test
  @Order(2)
  void twentyRollingReleasesInARow() throws IOException {
    Contender rolling = CONTENDERS.get(3);
    rolling.wake();
    Table table = new Table();
    int failed = 0;
    int requests = 0;
    for (int i = 0; i < RELEASES_IN_A_ROW; i++) {
      LoadReport report = rolling.changed(LOAD).load();
      failed += report.failed().size();
      requests += report.answers().size();
      table.add(
          "20 rolling releases",
          "slowest above the median (s)",
          report.slowest().minus(report.median()));
    }
    table.add("20 rolling releases", "requests at 50/s", requests);
    table.add("20 rolling releases", "failed", failed);
    report("Twenty rolling releases in a row", table.markdown(""));
    assertThat(failed).as("failed requests").isZero();
  }

  @Test
  @Order(3)
  void withMoreCodeAndMoreTags() throws Exception {
    Contender plain = CONTENDERS.get(2);
    Contender rolling = CONTENDERS.get(3);
    plain.wake();
    Table sizes = new Table();
    for (int megabytes : new int[] {1, 10, 100}) {
      for (Contender contender : List.of(plain, rolling)) {
        addFiles(contender, megabytes);
        contender.run(contender.command()).orThrow();
        sizes.add(
            contender.name(),
            megabytes + " MB in the image (s)",
            contender.changed(WATCHING).finished());
      }
    }
    report("One changed line, with more files in app/ (one run each)", sizes.markdown("way"));
    Table tags = new Table();
    int there = 0;
    for (int wanted : new int[] {1, 100, 1000}) {
      addTags(plain, there, wanted);
      there = wanted;
      tags.add(PLAIN, wanted + " tags (s)", plain.changed(WATCHING).finished());
      tags.add(
          "./build.sh --list",
          wanted + " tags (s)",
          plain.run("./build.sh --list").orThrow().took());
    }
    report("One changed line, with more tags in the registry (one run each)", tags.markdown("way"));
  }

  @Test
  @Order(4)
  void theGateItself() throws IOException {
    CONTENDERS.forEach(Contender::rest);
    Path place = Path.of("target", "ecluse", "bench-gate").toAbsolutePath();
    Files.createDirectories(place);
    Path time = place.resolve("time.txt");
    long started = System.nanoTime();
    GateReport gate =
        new GateRun(new OwnJvm(words -> Command.of(words).in(place)))
            .with("ecluse.stack", ROOT.path().toString())
            .with(GateTime.PROPERTY, time.toString())
            .of(place, GateRun.wholeGate());
    double wall = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;

    Map<GateTime.Part, Long> parts = GateTime.read(time);
    double commands = seconds(parts, GateTime.Part.COMMANDS);
    double engine = seconds(parts, GateTime.Part.ENGINE);
    double awaited = seconds(parts, GateTime.Part.AWAITED);
    double stack = seconds(parts, GateTime.Part.STACK);
    double docker = commands + engine + awaited;
    report(
        "The gate",
        """
        | | |
        |---|---|
        | checks | %d |
        | wall time | %.1f s |
        | in commands: `build.sh`, `docker`, `docker compose` | %.1f s |
        | in the engine's API: containers of the gate started, asked and stopped | %.1f s |
        | waiting for what a command set going: healthy, unhealthy, restarted | %.1f s |
        | in answers of the stack: pages, registry, database | %.1f s |
        | the rest: JVM, JUnit, the gate's own code | %.1f s |
        | wall time : commands, API and waits together (wanted: ≤ 1.30) | %.2f |
        """
            .formatted(
                gate.ran().size(),
                wall,
                commands,
                engine,
                awaited,
                stack,
                wall - docker - stack,
                wall / docker));
    assertThat(gate.gaps()).as("checks of the gate that did not run").isEmpty();
    assertThat(gate.failed()).as("checks of the gate that failed").isEmpty();
  }

  private static double seconds(Map<GateTime.Part, Long> parts, GateTime.Part part) {
    return parts.getOrDefault(part, 0L) / 1000.0;
  }

  private static void addFiles(Contender contender, int megabytes) throws IOException {
    Path app = contender.directory().resolve("app");
    byte[] bytes = new byte[megabytes * 1_000_000];
    new SecureRandom().nextBytes(bytes);
    Files.write(app.resolve("files"), bytes);
    Path dockerfile = app.resolve("Dockerfile");
    String original = Files.readString(dockerfile).replace("COPY files /app/\n", "");
    Files.writeString(
        dockerfile, COPY_OF_THE_CODE.matcher(original).replaceFirst("COPY files /app/\n$0"));
  }

  private static void addTags(Contender contender, int from, int to) throws Exception {
    String address = "http://127.0.0.1:" + contender.environment().get("REGISTRY_PORT");
    URI latest = URI.create(address + "/v2/app/manifests/latest");
    String type = "application/vnd.docker.distribution.manifest.v2+json";
    HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    String manifest =
        client
            .send(
                HttpRequest.newBuilder(latest).header("Accept", type).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    for (int i = from; i < to; i++) {
      HttpRequest put =
          HttpRequest.newBuilder(latest.resolve("v" + i))
              .header("Content-Type", type)
              .timeout(Duration.ofSeconds(10))
              .PUT(HttpRequest.BodyPublishers.ofString(manifest))
              .build();
      assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(201);
    }
  }

  private static void report(String title, String text) throws IOException {
    RESULTS.append("\n## ").append(title).append("\n\n").append(text);
    System.out.println(text);
    Files.writeString(ROOT.path().resolve("bench/results.md"), RESULTS);
  }
}
