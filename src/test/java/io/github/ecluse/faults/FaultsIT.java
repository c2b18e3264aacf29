package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

  @Test
  void everyFaultIsFoundAndNamedAndNoHarmlessVariantIsRed(@TempDir Path scratch) throws Exception {
    Engine engine = Engine.local();
    Path layers = scratch.resolve("seed.tar");
    List<Batch> batches = batches(scratch);

    long started = System.nanoTime();
    List<Verdict> verdicts;
    try (RegistryContainer seed = RegistryContainer.open();
        Gates gates = new Gates(STACK, OUTPUT, layers, batches.size())) {
      seed.start();
      String image = seed.build(STACK.path().resolve("app"), "app:seed");
      DockerCommand.docker("push", "-q", image).run().orThrow();
      seed.saveLayers(layers);
      verdicts =
          gates.judge(batches, verdict -> System.out.println("[ecluse] " + Score.row(verdict)));
    }

    Score score = Score.now(engine, Duration.ofNanos(System.nanoTime() - started), verdicts);
    System.out.println(score.table());
    score.writeTo(OUTPUT);
    assertThat(verdicts)
        .as("verdicts of the gate")
        .allSatisfy(verdict -> assertThat(verdict.isRight()).as(Score.row(verdict)).isTrue());
  }

  private static List<Batch> batches(Path scratch) {
    List<Change> faults = Change.in(STACK.path().resolve("faults"));
    List<Change> variants = Change.in(STACK.path().resolve("variants"));
    String names = System.getProperty("fault", "");
    if (!names.isEmpty()) {
      return chosen(List.of(names.split(",")), Stream.concat(faults.stream(), variants.stream()));
    }
    List<Batch> together =
        Batch.together(variants, name -> STACK.copyTo(scratch.resolve(name)).path());
    // By name, so that the long gates of the variants don't all wait for the same at the same time.
    return Stream.concat(together.stream(), faults.stream().map(Batch::of))
        .sorted(Comparator.comparing(Batch::folder))
        .toList();
  }

  private static List<Batch> chosen(List<String> names, Stream<Change> all) {
    List<Change> chosen = all.filter(change -> names.contains(change.name())).toList();
    assertThat(chosen)
        .as("files of faults/ and variants/ that -Dfault names")
        .extracting(Change::name)
        .containsExactlyInAnyOrderElementsOf(names);
    return chosen.stream().map(Batch::of).toList();
  }
}
