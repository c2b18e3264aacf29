package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The names of versions: one may begin like another, and a dot in it stands for nothing else. */
@Tag("rolling")
@AcceptanceTest
@Order(2)
@Claim("versions-kept")
class VersionNamesIT {
  private static final int TAG_REFUSED = 16;

  @Test
  @Order(1)
  void versionsOfSimilarNamesAreToldApart(Stack stack) {
    Release wanted = named("v10.0", stack);
    List.of("v10.0.1", "v10x0", "xv10.0").forEach(similar -> named(similar, stack));

    PipelineRun list = stack.releases().attempt(Map.of(), "--list");
    assertThat(list.exitCode()).as("exit code of build.sh --list").isZero();
    assertThat(list.lines())
        .as("what --list prints")
        .anyMatch(line -> line.strip().startsWith("v10.0 "))
        .noneMatch(line -> line.contains("was changed by somebody"));

    Release back = stack.releases().deploy("--rollback", "v10.0");
    assertThat(back.digest()).as("digest of v10.0, which came back").isEqualTo(wanted.digest());
  }

  /** The last one that was named is one of many that are to stay as they were proven. */
  @Test
  @Order(2)
  void eachVersionThatSomebodyElseHasMovedIsNoticedNotOnlyTheLast(Stack stack) {
    Release first = named("v11.0", stack);
    Release second = named("v12.0", stack);
    MovedVersion moved = MovedVersion.toLatest("v11.0", stack);

    PipelineRun list = stack.releases().attempt(Map.of(), "--list");
    PipelineRun back = stack.releases().attempt(Map.of(), "--rollback", "v11.0");
    moved.giveBack(first);

    assertThat(list.lines())
        .as("what --list prints after the first of two versions was moved")
        .anyMatch(
            line -> line.contains("v11.0 was changed") && line.contains(first.digest().value()))
        .noneMatch(line -> line.contains("v12.0 was changed"));
    assertThat(back.exitCode())
        .as("exit code of a rollback to what was moved")
        .isEqualTo(TAG_REFUSED);
    assertThat(back.lines()).doesNotContain("[*] Stopping containers...");
    assertThat(stack.application().imageDigests()).as("what serves").contains(second.digest());
    assertThat(stack.releases().deploy("--rollback", "v11.0").digest())
        .as("digest of v11.0, which was given back")
        .isEqualTo(first.digest());
  }

  /** Other tags of the repository on this machine are their user's alone. */
  @Test
  @Order(3)
  void noOtherTagOfThisMachineIsPushed(Stack stack) {
    Release first = named("v13.0", stack);
    Application.of(stack).addToPages("a later release");
    stack.releases().deploy();
    String repository = stack.workspace().repository();
    List<String> own = List.of(repository + ":v13.0", repository + ":not-to-be-shown");
    own.forEach(tag -> docker("tag", repository + ":latest", tag));

    stack.releases().deploy();

    own.forEach(tag -> docker("rmi", tag));
    assertThat(stack.registry().digest("app", "not-to-be-shown"))
        .as("a tag of this machine in the registry")
        .isEmpty();
    assertThat(stack.registry().digest("app", "v13.0"))
        .as("v13.0 in the registry, after this machine's was made another image")
        .contains(first.digest());
  }

  private static void docker(String... words) {
    DockerCommand.docker(words).run().orThrow();
  }

  private static Release named(String version, Stack stack) {
    Application application = Application.of(stack);
    application.restore();
    application.addToPages(version);
    return stack.releases().deploy("--tag", version);
  }
}
