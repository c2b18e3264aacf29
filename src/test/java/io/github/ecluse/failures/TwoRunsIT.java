package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.OtherCheckout;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of the pipeline at once on one project. */
@Tag("failures")
@AcceptanceTest
@Order(16)
class TwoRunsIT {
  private static final List<String> STAGES =
      List.of(
          "[*] Building image...",
          "[*] Pushing to registry...",
          "[*] Stopping containers...",
          "[*] Starting services...",
          "[+] Pipeline completed successfully");

  @Test
  void theSecondWaitsUntilTheFirstIsDone(Stack stack) {
    Kept kept = Kept.in(stack);
    List<String> announced = Collections.synchronizedList(new ArrayList<>());
    AtomicReference<CompletableFuture<PipelineRun>> second = new AtomicReference<>();

    PipelineRun first =
        stack
            .releases()
            .watched(
                line -> {
                  note(line, announced);
                  if (line.equals(STAGES.get(0))) {
                    second.set(
                        CompletableFuture.supplyAsync(
                            () -> stack.releases().watched(later -> note(later, announced))));
                  }
                });

    PipelineRun last = second.get().join();
    List<String> twice = new ArrayList<>(STAGES);
    twice.addAll(STAGES);
    assertThat(announced).as("stages of both runs, as they were announced").isEqualTo(twice);
    assertThat(first.succeeded()).as("the first run").isTrue();
    assertThat(last.succeeded()).as("the second run").isTrue();
    kept.assertNothingLost();
  }

  /** Before the first release there is no container yet that would tell whose the project is. */
  @Test
  void soDoesOneFromAnotherFolder(Stack stack, @TempDir Path folder) {
    try (OtherCheckout one = OtherCheckout.insteadOf(stack, folder.resolve("one"))) {
      OtherCheckout two = one.again(folder.resolve("two"));
      CompletableFuture<PipelineRun> second = CompletableFuture.supplyAsync(two::run);
      PipelineRun first = one.run();

      assertThat(Stream.of(first, second.join()).flatMap(run -> run.lines().stream()))
          .as("lines of two runs on one project, from two folders")
          .anyMatch(line -> line.contains("another run on project"));
    }
  }

  private static void note(String line, List<String> announced) {
    if (STAGES.contains(line)) {
      announced.add(line);
    }
  }
}
