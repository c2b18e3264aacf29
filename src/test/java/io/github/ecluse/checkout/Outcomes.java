package io.github.ecluse.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Assertions on what a run came to. */
public final class Outcomes {
  private static final Duration PAGE_LIMIT = Duration.ofSeconds(60);

  private Outcomes() {}

  /** The run succeeded, what it pushed is what runs, and page and database answer. */
  public static Release assertDeployed(PipelineRun run, Stack stack) {
    Release release = succeeded(run);
    assertThat(stack.service("app").imageDigests()).as("what runs").contains(release.digest());
    awaitDatabase(stack);
    return release;
  }

  /** The same, of another checkout with a project of its own. */
  public static void assertDeployed(PipelineRun run, Stack stack, String project) {
    Release release = succeeded(run);
    String image =
        stack.engine().project(project).containers().stream()
            .filter(container -> container.service().equals("app"))
            .map(ServiceContainer::imageId)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no app in " + project));
    assertThat(stack.engine().images().digests(image, stack.workspace().repository()))
        .as("what runs")
        .contains(release.digest());
    awaitDatabase(stack);
  }

  private static Release succeeded(PipelineRun run) {
    assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isZero();
    assertThat(run.lines()).contains("[+] Pipeline completed successfully");
    return run.release();
  }

  /** The run was refused before anything was touched, in one line that says this and a remedy. */
  public static void assertRefused(PipelineRun run, int exitCode, String... words) {
    assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(exitCode);
    assertThat(run.lines()).as("lines of build.sh").hasSize(1);
    assertThat(run.errors()).as("stderr of build.sh").hasSize(1);
    assertThat(run.lines().get(0)).startsWith("build.sh: ").contains(" Remedy: ").contains(words);
  }

  /** The run ended with this exit code, and is explained by this failure mode. */
  public static Explanation assertFailed(PipelineRun run, int exitCode, String mode) {
    Explanation explanation =
        run.explanation()
            .orElseThrow(() -> new AssertionError("no explanation in:\n" + printed(run)));
    assertThat(explanation.failure()).as("diagnosis of:%n%s", printed(run)).isEqualTo(mode);
    assertThat(run.exitCode()).as("exit code of build.sh:%n%s", printed(run)).isEqualTo(exitCode);
    assertThat(run.lines()).doesNotContain("[+] Pipeline completed successfully");
    return explanation;
  }

  /** A version serves its page and reaches the database. */
  public static void assertServes(Digest version, Stack stack) {
    assertThat(stack.service("app").imageDigests()).as("what serves").contains(version);
    awaitDatabase(stack);
  }

  private static void awaitDatabase(Stack stack) {
    await("the application reaches its database")
        .atMost(PAGE_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> Http.on(stack.appUrl()).get("/db").statusCode() == 200);
  }

  /** All that a run printed. */
  public static String printed(PipelineRun run) {
    return String.join("\n", run.lines());
  }
}
