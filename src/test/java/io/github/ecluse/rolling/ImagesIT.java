package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
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
@Claim("garbage-collected")
class ImagesIT {
  private static final int RELEASES = 30;
  private static final int FEW = 3;

  @Test
  @Order(1)
  void afterAFailedPushTheNextUpDeploysWhatServedNotWhatHadTheNameBefore(Stack stack) {
    Release serving = stack.ensureReleased();
    Application.of(stack).addToPages("built by hand");
    build(stack);
    Application.of(stack).addToPages("not pushed");

    PipelineRun run =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.equals("[*] Pushing to registry...")) {
                    stack.compose().command("docker", "compose", "kill", "registry").orThrow();
                  }
                });

    assertThat(run.exitCode()).as("exit code of build.sh without a registry").isEqualTo(12);
    assertThat(stack.application().imageDigests()).as("what serves").contains(serving.digest());
    stack.compose().up("registry");
    stack.compose().up();
    assertThat(stack.application().imageDigests())
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

  /** One name is enough to keep an image, whoever has given it. */
  @Test
  @Order(3)
  void aReleaseThatItsUserHasNamedStays(Stack stack) {
    stack.ensureReleased();
    String name = stack.workspace().repository() + ":kept-by-hand";
    String kept = stack.application().imageId();
    DockerCommand.docker("tag", kept, name).run().orThrow();
    try {
      release(RELEASES, RELEASES + FEW, stack);

      assertThat(stack.engine().images().image(name).map(InspectImageResponse::getId))
          .as("image that its user has named, after %d releases", FEW)
          .contains(kept);
    } finally {
      DockerCommand.docker("rmi", name).run();
    }
  }

  /** Every sixth release does not start, so that going back is among them. */
  private static void release(int from, int to, Stack stack, String... options) {
    Application application = Application.of(stack);
    for (int number = from; number < to; number++) {
      boolean broken = number % 6 == 5;
      application.addToPages("release " + number);
      if (broken) {
        application.endAtOnce();
      }
      PipelineRun run = stack.releases().attempt(Map.of(), options);
      application.restore();
      assertThat(run.succeeded()).as("success of release %d: %s", number, run).isEqualTo(!broken);
    }
  }

  private static void build(Stack stack) {
    String label = "--label=" + stack.workspace().imageLabel();
    DockerCommand.docker("build", "-q", "--provenance=false", label, "-t", latest(stack), "app")
        .in(stack.workspace().directory())
        .run()
        .orThrow();
  }

  /** The ids of the images that the pipeline of this stack has made, with a name or without. */
  private static List<String> images(Stack stack) {
    String label = "label=" + stack.workspace().imageLabel();
    return DockerCommand.docker("images", "-q", "--no-trunc", "--filter", label)
        .run()
        .orThrow()
        .stdout()
        .lines()
        .distinct()
        .toList();
  }

  private static String latest(Stack stack) {
    return stack.workspace().repository() + ":latest";
  }
}
