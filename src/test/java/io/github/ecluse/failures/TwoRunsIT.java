package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.OtherCheckout;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of the pipeline at once on one project. */
@Tag("failures")
@AcceptanceTest
@Order(16)
class TwoRunsIT {
  private static final String STOPPING = "[*] Stopping containers...";
  private static final String WAITS = "another run on project";
  private static final String NAME = "DB_NAME: appdb";
  private static final String EDITED = "\n      EDITED: meanwhile";
  private static final int BUILD_FAILED = 11;

  private static final List<String> STAGES =
      List.of(
          "[*] Building image...",
          "[*] Pushing to registry...",
          STOPPING,
          "[*] Starting services...",
          "[+] Pipeline completed successfully");

  /** The second one has looked at all before it waits: it must do so again. */
  @Test
  @Order(1)
  void theSecondWaitsUntilTheFirstIsDone(Stack stack) {
    Kept kept = Kept.in(stack);
    try (Checkout checkout = Checkout.of(stack)) {
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
                              () ->
                                  stack
                                      .releases()
                                      .watched(
                                          later -> {
                                            note(later, announced);
                                            if (later.contains(WAITS)) {
                                              checkout.replace("compose.yml", NAME, NAME + EDITED);
                                            }
                                          })));
                    }
                  });

      PipelineRun last = second.get().join();
      List<String> twice = new ArrayList<>(STAGES);
      twice.addAll(STAGES);
      assertThat(announced).as("stages of both runs, as they were announced").isEqualTo(twice);
      assertThat(first.succeeded()).as("the first run").isTrue();
      assertThat(last.succeeded()).as("the second run").isTrue();
      assertThat(last.lines()).as("the second run").anyMatch(line -> line.contains(WAITS));
      assertThat(stack.application().environment())
          .as("variables of app, of which one was added while the second run waited")
          .containsEntry("EDITED", "meanwhile");
      kept.assertNothingLost();
    }
  }

  /** When it began to wait, the first one's record was that of a run that is not complete. */
  @Test
  @Order(3)
  void aSecondOneThatFailsUndoesNothingOfTheFirst(Stack stack) {
    Kept kept = Kept.in(stack);
    Application application = Application.of(stack);
    String text = "first of two " + System.nanoTime();
    application.addToPages(text);
    AtomicReference<CompletableFuture<PipelineRun>> second = new AtomicReference<>();

    PipelineRun first =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.equals(STOPPING)) {
                    application.failTheBuild();
                    second.set(
                        CompletableFuture.supplyAsync(() -> stack.releases().attempt(Map.of())));
                  }
                });
    PipelineRun last = second.get().join();
    application.restore();

    assertThat(last.exitCode()).as("exit code of the second run").isEqualTo(BUILD_FAILED);
    assertThat(last.lines())
        .as("output of the second run, which waited for the first")
        .anyMatch(line -> line.contains(WAITS));
    assertThat(stack.application().imageDigests())
        .as("what serves after a second run that failed")
        .contains(first.release().digest());
    assertThat(stack.held())
        .as("latest after a second run that failed")
        .contains(first.release().digest());
    assertThat(last.lines())
        .as("output of the second run")
        .noneMatch(line -> line.contains("was interrupted"));
    assertThat(Page.of(stack).html()).contains(text);
    assertThat(stack.releases().attempt(Map.of(), "--list").explanation())
        .as("what --list tells after both")
        .isEmpty();
    kept.assertNothingLost();
  }

  /** Before the first release there is no container yet that would tell whose the project is. */
  @Test
  @Order(2)
  void soDoesOneFromAnotherFolder(Stack stack, @TempDir Path folder) {
    try (OtherCheckout one = OtherCheckout.insteadOf(stack, folder.resolve("one"))) {
      OtherCheckout two = one.again(folder.resolve("two"));
      CompletableFuture<PipelineRun> second = CompletableFuture.supplyAsync(two::run);
      List<PipelineRun> runs = List.of(one.run(), second.join());

      assertThat(runs.stream().flatMap(run -> run.lines().stream()))
          .as("lines of two runs on one project, from two folders")
          .anyMatch(line -> line.contains(WAITS))
          .anyMatch(line -> line.contains("already runs from another folder"));
      assertThat(runs).as("runs that succeeded").filteredOn(PipelineRun::succeeded).hasSize(1);
    }
  }

  private static void note(String line, List<String> announced) {
    if (STAGES.contains(line)) {
      announced.add(line);
    }
  }
}
