package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.database.Database;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An update that fails: the version before goes on serving, and is latest in the registry. */
@AcceptanceTest
@Order(125)
@Claim("failed-release-harmless")
class FailedUpdateIT {
  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleased();
  }

  @Test
  @Order(1)
  @Claim("broken-release-harmless")
  void aReleaseThatDoesNotStartLeavesTheOldOneServingAndLatestWithIt(Stack stack) {
    Release before = stack.ensureReleased();
    List<String> command = Inside.command(stack);
    Optional<String> failed = stack.workspace().revision().renew();
    stack.workspace().revision().breakStart(command);

    PipelineRun run = stack.releases().attempt(Map.of());

    assertThat(run.succeeded())
        .as("success of the deploy command with a release that does not start")
        .isFalse();
    assertThat(run.lines()).doesNotContain("[+] Pipeline completed successfully");
    assertSoftly(
        both -> {
          both.assertThat(stack.application().imageDigests())
              .as("what serves after a release that did not start: the one before it is wanted")
              .contains(before.digest());
          both.assertThat(stack.held()).as("latest in the registry").contains(before.digest());
        });
    assertShowsNot(failed, stack);
  }

  @Test
  @Order(2)
  @Claim("failed-release-harmless")
  void aFailedBuildLeavesTheRunningDeploymentUntouched(Stack stack) {
    ServiceContainer before = stack.application();
    stack.workspace().revision().failTheBuild();

    PipelineRun run = stack.releases().attempt(Map.of());

    assertFailedUntouched(run, before, stack);
  }

  @Test
  @Order(3)
  @Claim("failed-push-harmless")
  void aFailedPushLeavesTheRunningDeploymentUntouched(Stack stack) {
    ServiceContainer before = stack.application();
    Optional<String> unpushed = stack.workspace().revision().renew();

    try (RegistryContainer refusing = RegistryContainer.withLogin()) {
      refusing.start();
      PipelineRun run = stack.releases().attempt(Map.of("REGISTRY", refusing.address()));

      assertFailedUntouched(run, before, stack);
      assertThat(run.lines()).anyMatch(line -> line.contains("no basic auth credentials"));
    }
    assertShowsNot(unpushed, stack);
  }

  /** Whoever looks for the reason of a failure sees it, and sends it to others. */
  @Test
  @Order(4)
  @Claim("password-kept")
  void theOutputOfAFailedReleaseNamesNoPassword(Stack stack) {
    if (!Inside.isClaimed("broken-release-harmless", stack) || failed(stack).isEmpty()) {
      List<String> command = Inside.command(stack);
      stack.workspace().revision().renew();
      stack.workspace().revision().breakStart(command);
      stack.releases().attempt(Map.of());
    }
    String password = Database.password(stack);

    assertThat(failed(stack))
        .as("output of the releases that failed")
        .isNotEmpty()
        .noneMatch(line -> line.contains(password));
  }

  /** Returns what the runs have printed that ended with another exit code than 0. */
  private static List<String> failed(Stack stack) {
    return Stream.of(stack.releases().output().split("(?m)^(?=exit code \\d+$)"))
        .filter(run -> run.startsWith("exit code") && !run.startsWith("exit code 0\n"))
        .flatMap(String::lines)
        .toList();
  }

  private static void assertShowsNot(Optional<String> text, Stack stack) {
    String html = Page.of(stack).html();
    assertThat(text.filter(html::contains)).as("text of the release that failed").isEmpty();
  }

  private static void assertFailedUntouched(PipelineRun run, ServiceContainer before, Stack stack) {
    assertThat(run.succeeded())
        .as("success of the deploy command after a step that failed")
        .isFalse();
    assertThat(run.lines())
        .doesNotContain("[*] Stopping containers...", "[+] Pipeline completed successfully");
    assertThat(stack.application().id()).as("container that serves").isEqualTo(before.id());
    assertThat(stack.held()).as("latest in the registry").contains(stack.ensureReleased().digest());
    Page.of(stack);
  }
}
