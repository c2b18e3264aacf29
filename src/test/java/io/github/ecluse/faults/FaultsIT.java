package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.gate.WarmJvm;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds each fault of {@code faults/} into a copy of the stack, and the harmless variants of {@code
 * variants/} into as few copies as they fit in, and runs the gate on each copy. {@code
 * -Dfault=<name>[,<name>…]} chooses some, each in a copy of its own.
 */
@Tag("faults")
class FaultsIT {
  private static final StackDirectory STACK = StackDirectory.given();
  private static final Path OUTPUT = STACK.path().resolve("target/ecluse/faults");

  /** Whether the result goes to {@code docs/fault-detection.md}. */
  private static final boolean WRITES_THE_PAGE = Boolean.getBoolean("faults.write");

  @TempDir private static Path scratch;

  private static final List<Verdict> VERDICTS = new CopyOnWriteArrayList<>();
  private static List<Batch> batches = List.of();
  private static RegistryContainer registry;
  private static Gates gates;
  private static long started;

  @BeforeAll
  static void seedTheLayers() {
    assertThat(WRITES_THE_PAGE && System.getProperty("fault") != null)
        .as("-Dfaults.write=true is for the whole catalogue: leave -Dfault out")
        .isFalse();
    // A wrong name is told before anything is started.
    batches = batches(scratch);
    Engine.local();
    Path layers = scratch.resolve("seed.tar");
    started = System.nanoTime();
    registry = RegistryContainer.open();
    registry.start();
    // Another stack's first push may take longer.
    if (Files.exists(STACK.path().resolve("app/Dockerfile"))) {
      String image = registry.build(STACK.path().resolve("app"), "app:seed");
      DockerCommand.docker("push", "-q", image).run().orThrow();
    }
    registry.saveLayers(layers);
    gates = new Gates(STACK, OUTPUT, layers, batches.size(), WarmJvm::new);
  }

  /** All run at once, as many as there is room for; each test waits for its own verdict. */
  @TestFactory
  Stream<DynamicTest> theGateIsRightOn() {
    assertThat(batches).as("changes to judge").isNotEmpty();
    Progress progress = new Progress(changes(), batches.size());
    return gates.judge(batches, verdict -> tell(verdict, progress)).entrySet().stream()
        .flatMap(
            judged ->
                judged.getKey().changes().stream().map(each -> test(each, judged.getValue())));
  }

  private static void tell(Verdict verdict, Progress progress) {
    VERDICTS.add(verdict);
    System.out.println("[ecluse] " + progress.line(verdict, elapsed()));
  }

  private static DynamicTest test(Change change, CompletableFuture<List<Verdict>> verdicts) {
    return DynamicTest.dynamicTest(
        change.name(),
        change.file().toUri(),
        () ->
            assertThat(verdicts.get())
                .filteredOn(verdict -> verdict.change().equals(change))
                .as("verdict on %s", change.name())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.wrong()).isEmpty()));
  }

  @AfterAll
  static void writeTheScore() throws IOException {
    try (RegistryContainer opened = registry;
        Gates ended = gates) {
      if (opened != null && ended != null) {
        Score score = Score.now(Engine.local(), elapsed(), changes(), VERDICTS);
        System.out.println(score.table());
        score.writeTo(OUTPUT);
        if (WRITES_THE_PAGE) {
          writeThePage(score);
        }
      }
    }
  }

  private static void writeThePage(Score score) throws IOException {
    Catalogue catalogue = Catalogue.of(STACK);
    Path page = STACK.path().resolve("docs/fault-detection.md");
    ResultPage result =
        new ResultPage(
            score.run(), score.verdicts(), catalogue.faults().size(), catalogue.variants().size());
    Files.writeString(page, result.laidInto(Files.readString(page)));
  }

  private static Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static int changes() {
    return batches.stream().mapToInt(batch -> batch.changes().size()).sum();
  }

  private static List<Batch> batches(Path scratch) {
    Catalogue catalogue = Catalogue.of(STACK);
    String names = System.getProperty("fault");
    if (names != null) {
      return catalogue.named(names).stream().map(Batch::of).toList();
    }
    List<Batch> together =
        Batch.together(catalogue.variants(), name -> STACK.copyTo(scratch.resolve(name)).path());
    // By name, so that the long gates of the variants don't all wait for the same at the same time.
    return Stream.concat(together.stream(), catalogue.faults().stream().map(Batch::of))
        .sorted(Comparator.comparing(Batch::folder))
        .toList();
  }
}
