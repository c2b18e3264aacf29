package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.process.Command;
import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Application;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Images on this machine, on either image store: a release is known by what was built, and leaves
 * no image behind.
 */
@Tag("rolling")
@AcceptanceTest
@Order(4)
class ImagesIT {
  private static final int RELEASES = 30;
  private static final int FEW = 3;

  @Test
  @Order(1)
  void afterAFailedPushTheNextUpDeploysWhatServedNotWhatHadTheNameBefore(Stack stack) {
    Release serving = stack.deployed();
    stack.application().addToPages("built by hand");
    build(stack);
    stack.application().addToPages("not pushed");

    PipelineRun run =
        stack.watched(
            line -> {
              if (line.equals("[*] Pushing to registry...")) {
                stack.command("docker", "compose", "kill", "registry").orThrow();
              }
            });

    assertThat(run.exitCode()).as("exit code of build.sh without a registry").isEqualTo(12);
    assertThat(stack.digestsOf("app")).as("what serves").contains(serving.digest());
    stack.bringUp("registry");
    stack.bringUp();
    assertThat(stack.digestsOf("app"))
        .as("what the next up has deployed")
        .contains(serving.digest());
  }

  @Test
  @Order(2)
  void thirtyReleasesLeaveAsManyImagesAsThree(Stack stack) {
    release(0, FEW, stack);
    List<String> few = images(stack);

    release(FEW, RELEASES / 2, stack, "--rolling");
    release(RELEASES / 2, RELEASES, stack);

    assertThat(images(stack))
        .as("images after %d releases, beside %d after %d", RELEASES, few.size(), FEW)
        .hasSameSizeAs(few);
  }

  /** Every sixth release does not start, so that going back is among them. */
  private static void release(int from, int to, Stack stack, String... options) {
    Application application = stack.application();
    for (int number = from; number < to; number++) {
      boolean broken = number % 6 == 5;
      application.addToPages("release " + number);
      if (broken) {
        application.endAtOnce();
      }
      PipelineRun run = stack.attempt(Map.of(), options);
      application.restore();
      assertThat(run.succeeded()).as("success of release %d: %s", number, run).isEqualTo(!broken);
    }
  }

  private static void build(Stack stack) {
    String label = "--label=" + stack.imageLabel();
    Command.docker("build", "-q", "--provenance=false", label, "-t", latest(stack), "app")
        .in(stack.directory())
        .run()
        .orThrow();
  }

  /** The ids of the images that the pipeline of this stack has made, with a name or without. */
  private static List<String> images(Stack stack) {
    String label = "label=" + stack.imageLabel();
    return Command.docker("images", "-q", "--no-trunc", "--filter", label)
        .run()
        .orThrow()
        .stdout()
        .lines()
        .distinct()
        .toList();
  }

  private static String latest(Stack stack) {
    return stack.repository() + ":latest";
  }
}
