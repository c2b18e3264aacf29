package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions: named once, never moved, and served again on request. */
@Tag("rolling")
@AcceptanceTest
@Order(2)
@Claim("versions-kept")
class VersionsIT {
  private static final String TAG = "--tag";
  private static final String ROLLBACK = "--rollback";

  private static final int TAG_REFUSED = 16;

  private Application application;

  @BeforeEach
  void takeTheSource(Stack stack) {
    application = Application.of(stack);
  }

  @Test
  @Order(1)
  void aReleaseIsHeldUnderItsVersionBesideLatest(Stack stack) {
    Release release = named("v1.0.0", stack);

    assertThat(stack.registry().tags("app")).contains("latest", "v1.0.0");
    assertThat(stack.registry().digest("app", "v1.0.0")).contains(release.digest());
    assertThat(stack.registry().digest("app", "latest")).contains(release.digest());
  }

  @Test
  @Order(2)
  void aVersionThatHoldsAnotherImageIsRefusedBeforeAnyPush(Stack stack) {
    Release before = named("v2.0.0", stack);
    change();

    PipelineRun run = stack.releases().attempt(Map.of(), TAG, "v2.0.0");

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(TAG_REFUSED);
    assertThat(run.lines())
        .doesNotContain("[*] Pushing to registry...", "[*] Stopping containers...");
    assertThat(run.errors()).anyMatch(line -> line.contains("already holds another image"));
    assertThat(stack.registry().digest("app", "v2.0.0")).contains(before.digest());
    assertThat(stack.registry().digest("app", "latest")).contains(before.digest());
    assertThat(stack.application().imageDigests()).as("what serves").contains(before.digest());
  }

  @Test
  @Order(3)
  void theSameImageMayBeNamedAgain(Stack stack) {
    Release first = named("v3.0.0", stack);

    Release again = stack.releases().deploy(TAG, "v3.0.0");

    assertThat(again.digest()).isEqualTo(first.digest());
  }

  @Test
  @Order(4)
  void aBrokenReleaseDoesNotUseAVersionUp(Stack stack) {
    stack.ensureReleased();
    application.endAtOnce();

    PipelineRun run = stack.releases().attempt(Map.of(), TAG, "v4.0.0");

    assertThat(run.succeeded()).as("build.sh with a release that does not start").isFalse();
    assertThat(stack.registry().tags("app")).doesNotContain("v4.0.0");
  }

  @ParameterizedTest
  @CsvSource({"v5.0.0,", "v6.0.0,--rolling"})
  @Order(5)
  void aRollbackServesExactlyTheDigestOfTheVersion(String version, String option, Stack stack) {
    String text = change();
    Release old = stack.releases().deploy(words(TAG, version, option));
    application.restore();
    Release changed = stack.releases().deploy(words(option));
    assertThat(page(stack)).doesNotContain(text);

    Release back = stack.releases().deploy(words(ROLLBACK, version, option));

    assertThat(changed.digest()).isNotEqualTo(old.digest());
    assertThat(back.digest()).as("digest that the rollback deployed").isEqualTo(old.digest());
    assertThat(stack.application().imageDigests()).as("what serves").contains(old.digest());
    assertThat(stack.registry().digest("app", "latest")).contains(old.digest());
    assertThat(page(stack)).contains(text);
    assertThat(stack.releases().lastRun().lines()).doesNotContain("[*] Building image...");
  }

  @Test
  @Order(6)
  void anUnknownVersionIsRefusedAndNothingChanges(Stack stack) {
    Release before = named("v7.0.0", stack);
    String container = stack.application().id();

    PipelineRun run = stack.releases().attempt(Map.of(), ROLLBACK, "v99");

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(TAG_REFUSED);
    assertThat(run.lines()).anyMatch(line -> line.startsWith("the registry holds no v99"));
    assertThat(stack.application().id()).as("container that serves").isEqualTo(container);
    assertThat(stack.registry().digest("app", "latest")).contains(before.digest());
  }

  @Test
  @Order(7)
  void theListShowsTagsDigestsDatesAndWhatRuns(Stack stack) {
    Release old = named("v8.0.0", stack);
    change();
    Release now = stack.releases().deploy();

    PipelineRun list = stack.releases().attempt(Map.of(), "--list");

    assertThat(list.exitCode()).as("exit code of build.sh --list").isZero();
    String date = " \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    assertThat(list.lines())
        .anyMatch(line -> line.strip().matches("v8.0.0 +" + old.digest() + date))
        .anyMatch(line -> line.strip().matches("latest +" + now.digest() + date + " +runs"));

    stack.compose().command("docker", "compose", "stop", "app").orThrow();
    PipelineRun stopped = stack.releases().attempt(Map.of(), "--list");
    stack.compose().command("docker", "compose", "start", "app").orThrow();
    assertThat(stopped.lines())
        .as("what --list prints while the application is stopped")
        .anyMatch(line -> line.contains(now.digest().value()))
        .noneMatch(line -> line.endsWith(" runs"));
  }

  /** Whoever reaches the registry's port can push there, and a version is to be what was proven. */
  @Test
  @Order(8)
  void aVersionThatSomebodyElseHasMovedIsNoticedAndNotDeployed(Stack stack) {
    Release proven = named("v9.0.0", stack);
    change();
    Release other = stack.releases().deploy();
    MovedVersion moved = MovedVersion.toLatest("v9.0.0", stack);

    PipelineRun list = stack.releases().attempt(Map.of(), "--list");
    PipelineRun back = stack.releases().attempt(Map.of(), ROLLBACK, "v9.0.0");
    PipelineRun collected = stack.releases().attempt(Map.of(), "--collect-garbage");

    assertThat(list.lines())
        .anyMatch(
            line -> line.contains("v9.0.0 was changed") && line.contains(proven.digest().value()));
    assertThat(back.exitCode()).as("exit code of build.sh").isEqualTo(TAG_REFUSED);
    assertThat(back.lines()).doesNotContain("[*] Stopping containers...");
    assertThat(collected.succeeded())
        .as("garbage, while the version's own image is some")
        .isFalse();
    assertThat(stack.application().imageDigests()).as("what serves").contains(other.digest());
    assertThat(stack.registry().digest("app", "latest")).contains(other.digest());

    moved.giveBack(proven);
    assertThat(stack.registry().digest("app", "v9.0.0")).contains(proven.digest());
    assertThat(stack.releases().deploy(ROLLBACK, "v9.0.0").digest()).isEqualTo(proven.digest());
  }

  /** Deploys the source as it is, changed by nothing but the version's name, under that version. */
  private Release named(String version, Stack stack) {
    application.addToPages(version);
    return stack.releases().deploy(TAG, version);
  }

  private String change() {
    application.restore();
    String text = "text " + System.nanoTime();
    application.addToPages(text);
    return text;
  }

  private static String[] words(String... words) {
    return Stream.of(words).filter(word -> word != null).toArray(String[]::new);
  }

  private static String page(Stack stack) {
    return Http.on(stack.appUrl()).get("/").asString();
  }
}
