package io.github.ecluse.rolling;

import static io.github.ecluse.rolling.ControlRegistry.assertNothingNoticed;
import static io.github.ecluse.rolling.ControlRegistry.unnoticed;
import static io.github.ecluse.rolling.RolledPage.awaitPage;
import static io.github.ecluse.rolling.RolledPage.browser;
import static io.github.ecluse.rolling.RolledPage.load;
import static io.github.ecluse.rolling.RolledPage.newText;
import static io.github.ecluse.rolling.RolledPage.newTextOfALateStart;
import static io.github.ecluse.rolling.RolledPage.page;
import static io.github.ecluse.rolling.RolledPage.serviceNames;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.load.UnderWay;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rolling releases, under a steady load: no request fails or waits, and no broken version is ever
 * seen. A busy machine makes requests wait too; a registry that no release touches is asked
 * steadily too, and tells how long.
 */
@Tag("rolling")
@AcceptanceTest
@Order(1)
@Claim("releases-roll")
class RollingIT {
  private static final Pattern INTERRUPTED = Pattern.compile(".* interrupted for ([0-9.]+) s");

  private static final byte[] POSTED = new byte[60_000];

  private static final String ROLL = "--rolling";

  private static final String VERSION = "v1.2.0";

  private static ControlRegistry untouched;

  private Application application;

  @BeforeAll
  static void openWhatNoReleaseTouches() {
    untouched = ControlRegistry.start();
  }

  @AfterAll
  static void closeIt() {
    untouched.close();
  }

  @BeforeEach
  void deployWithASlowPage(Stack stack) {
    stack.ensureReleased();
    application = Application.of(stack);
    application.addSlowPage();
  }

  @Test
  @Order(1)
  void theFirstRollingReleaseIsOneInterruptionThatIsAnnouncedAndMeasured(
      Stack stack, TestReporter reporter) {
    Load ofAPlainRelease = load(stack);
    stack.releases().deploy();
    Duration plain = ofAPlainRelease.stop().longestSilence();
    Load control = untouched.load();
    Load load = load(stack);

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    LoadReport report = load.stop();
    LoadReport untouchedReport = control.stop();
    reporter.publishEntry("first rolling release", report.toString());
    reporter.publishEntry("silence of a plain release", plain.toMillis() + " ms");
    assertThat(stack.application().imageDigests())
        .as("digests of what serves")
        .contains(run.release().digest());
    assertThat(run.lines())
        .as("lines of build.sh")
        .anyMatch(line -> line.contains("requests fail for a moment"))
        .anyMatch(line -> INTERRUPTED.matcher(line).matches());
    assertThat(report.longestSilence())
        .as("silence, beside what build.sh measured; %s", report)
        .isLessThan(measured(run).plus(unnoticed(report, untouchedReport)));
    assertThat(report.longestSilence())
        .as("silence, beside that of a plain release; %s", report)
        .isLessThan(plain);
    assertThat(serviceNames(stack)).containsExactlyInAnyOrder("registry", "db", "app", "proxy");
  }

  @Test
  @Order(2)
  void noRequestFailsOrWaitsWhileReleasesRollOneAfterTheOther(Stack stack, TestReporter reporter) {
    String first = newText(application);
    stack.releases().deploy(ROLL, "--tag", VERSION);
    ServiceContainer registry = stack.service("registry");
    ServiceContainer database = stack.database();
    Load control = untouched.load();
    Load load = load(stack);
    Load browser = browser(stack);
    UnderWay longOnes = UnderWay.on(stack.appUrl().resolve("/ecluse-slow"), POSTED);

    assertRolls(newText(application), stack, ROLL);
    assertRolls(newTextOfALateStart(application), stack, ROLL);
    assertRolls(first, stack, ROLL, "--rollback", VERSION);
    assertRolls(newText(application), stack, ROLL);

    List<String> longAnswers = longOnes.stop();
    LoadReport report = load.stop();
    LoadReport untouchedReport = control.stop();
    reporter.publishEntry("three rolling releases and a rollback", report.toString());
    reporter.publishEntry("what no release touches", untouchedReport.toString());
    assertNothingNoticed(report, untouchedReport);
    assertThat(browser.stop().failed())
        .as("requests of a browser that keeps its cookies: those that failed")
        .isEmpty();
    assertThat(longAnswers)
        .as("requests of 2 s that were under way")
        .hasSizeGreaterThan(4)
        .allMatch(answer -> answer.matches("GET 200 0|POST 200 " + POSTED.length));
    assertThat(stack.service("registry").id()).as("registry").isEqualTo(registry.id());
    assertThat(stack.database().id()).as("database").isEqualTo(database.id());
  }

  private static void assertRolls(String text, Stack stack, String... options) {
    ServiceContainer old = stack.application();
    Release release = stack.releases().deploy(options);
    // Whether a request failed until then is what the load tells.
    awaitPage(stack, Duration.ofSeconds(30));
    assertThat(page(stack)).as("page after the release").contains(text);
    assertThat(stack.application().imageDigests()).contains(release.digest());
    assertThat(stack.engine().inspect(old.id())).as("old container").isEmpty();
  }

  static List<Named<Consumer<Application>>> breakages() {
    return List.of(
        Named.of("does not start", Application::endAtOnce),
        Named.of("fails its health check", Application::failItsHealthCheck),
        Named.of("hangs", Application::hang));
  }

  @ParameterizedTest
  @MethodSource("breakages")
  @Order(3)
  void aBrokenReleaseNeverGetsTrafficAndTheOldOneGoesOn(
      Consumer<Application> breakage, Stack stack) {
    newText(application);
    Release before = stack.releases().deploy(ROLL);
    ServiceContainer old = stack.application();
    String broken = newText(application);
    breakage.accept(application);
    Load control = untouched.load();
    Load load = load(stack);

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    LoadReport report = load.stop();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    assertThat(run.lines())
        .anyMatch(line -> line.contains("the last lines of app's log"))
        .doesNotContain("[+] Pipeline completed successfully");
    assertNothingNoticed(report, control.stop());
    assertThat(report.firstWith(broken)).as("answers of the broken version").isEmpty();
    assertThat(stack.application().id()).as("container that serves").isEqualTo(old.id());
    assertThat(stack.registry().digest("app", "latest"))
        .as("latest in the registry")
        .contains(before.digest());
  }

  /** How long build.sh says that it was interrupted. */
  private static Duration measured(PipelineRun run) {
    return run.lines().stream()
        .map(INTERRUPTED::matcher)
        .filter(Matcher::matches)
        .map(match -> Duration.parse("PT" + match.group(1) + "S"))
        .findFirst()
        .orElseThrow();
  }
}
