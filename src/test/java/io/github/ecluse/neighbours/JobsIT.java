package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Containers of {@code docker compose run} are no services: they are not judged, nor removed. */
@Tag("settings")
@AcceptanceTest
@Order(1)
class JobsIT {
  private static final String ROLLING = "--rolling";

  @Test
  @Order(1)
  void aFinishedOneIsNoFailure(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      finishedJob("finished", stack, checkout);

      assertDeployed(checkout.run(), stack);
    }
  }

  @Test
  @Order(2)
  void aRollingReleaseLeavesAFinishedOneAlone(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String job = finishedJob("finished-before", stack, checkout);

      assertDeployed(checkout.run(ROLLING), stack);

      assertThat(stack.engine().inspect(job)).as("the job that has ended").isPresent();
    }
  }

  @Test
  @Order(3)
  void aPlainRunIsRefusedWhileOneRunsAndNamesIt(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String name = name("running", stack);
      String job = job(name, "sleep", stack, checkout, "infinity");
      Untouched before = Untouched.in(stack);

      assertRefused(checkout.run(), 2, name);

      before.assertUntouched();
      assertThat(isRunning(job, stack)).as("the job runs").isTrue();
    }
  }

  @Test
  @Order(4)
  void aRollingReleaseLeavesARunningOneAlone(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      assertDeployed(checkout.run(ROLLING), stack);
      String job = job(name("rolling", stack), "sleep", stack, checkout, "infinity");
      long process = processOf(job, stack);
      Application.of(stack).addToPages("beside a job");

      assertDeployed(checkout.run(ROLLING), stack);

      assertThat(isRunning(job, stack)).as("the job runs").isTrue();
      assertThat(processOf(job, stack)).as("process of the job").isEqualTo(process);
    }
  }

  /** A build takes minutes, and a check before it knows nothing of what starts meanwhile. */
  @Test
  @Order(5)
  void oneThatStartsDuringTheBuildIsNotEnded(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      assertDeployed(checkout.run(), stack);
      AtomicReference<String> job = new AtomicReference<>();

      PipelineRun run =
          stack
              .releases()
              .watched(
                  line -> {
                    if (line.equals("[*] Building image...")) {
                      job.set(job(name("meanwhile", stack), "sleep", stack, checkout, "infinity"));
                    }
                  });

      assertThat(run.succeeded()).as("whether the run has ended the job").isFalse();
      assertThat(isRunning(job.get(), stack)).as("the job runs").isTrue();
    }
  }

  private static String finishedJob(String what, Stack stack, Checkout checkout) {
    String job = job(name(what, stack), "false", stack, checkout);
    stack
        .services()
        .awaitState("the end of the job")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !isRunning(job, stack));
    return job;
  }

  private static String job(
      String name, String program, Stack stack, Checkout checkout, String... arguments) {
    checkout.undoneBy(() -> stack.compose().command("docker", "rm", "-f", "-v", name));
    List<String> words = new ArrayList<>(List.of("docker", "compose", "run", "-d", "--no-deps"));
    words.addAll(List.of("--name", name, "--entrypoint", program, "app"));
    words.addAll(List.of(arguments));
    return stack.compose().command(words.toArray(String[]::new)).orThrow().stdout().strip();
  }

  private static String name(String what, Stack stack) {
    return stack.compose().name() + "-job-" + what;
  }

  private static boolean isRunning(String job, Stack stack) {
    Optional<ServiceContainer> found = stack.engine().inspect(job);
    return found.isPresent() && found.get().isRunning();
  }

  private static long processOf(String job, Stack stack) {
    return stack.engine().inspect(job).orElseThrow().pid();
  }
}
