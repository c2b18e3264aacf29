package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import io.github.ecluse.load.UnderWay;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final int PER_SECOND = 50;

  /** Enough to meet each pause that counts; more would make a slow machine slower. */
  private static final int OF_THE_CONTROL_PER_SECOND = 20;

  private static final Duration WAIT_LIMIT = Duration.ofMillis(250);

  private static final Pattern INTERRUPTED = Pattern.compile(" +interrupted for ([0-9.]+) s");
  private static final byte[] POSTED = new byte[60_000];
  private static final String ROLL = "--rolling";
  private static final String VERSION = "v1.2.0";

  private static int releases;
  private static RegistryContainer untouched;

  private Application application;

  @BeforeAll
  static void openWhatNoReleaseTouches() {
    untouched = RegistryContainer.open();
    untouched.start();
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
    Load control = control();
    Load load = load(stack);

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    LoadReport report = load.stop();
    LoadReport untouchedReport = control.stop();
    reporter.publishEntry("first rolling release", report.toString());
    reporter.publishEntry("silence of a plain release", plain.toMillis() + " ms");
    assertThat(stack.service("app").imageDigests())
        .as("digests of what serves")
        .contains(run.release().digest());
    assertThat(run.lines())
        .as("lines of build.sh")
        .anyMatch(line -> line.contains("one interruption"))
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
    String first = newText();
    stack.releases().deploy(ROLL, "--tag", VERSION);
    ServiceContainer registry = stack.service("registry");
    ServiceContainer database = stack.service("db");
    Load control = control();
    Load load = load(stack);
    UnderWay longOnes = UnderWay.on(stack.appUrl().resolve("/ecluse-slow"), POSTED);

    assertRolls(newText(), stack, ROLL);
    assertRolls(newTextOfALateStart(), stack, ROLL);
    assertRolls(first, stack, ROLL, "--rollback", VERSION);
    assertRolls(newText(), stack, ROLL);

    List<String> longAnswers = longOnes.stop();
    LoadReport report = load.stop();
    LoadReport untouchedReport = control.stop();
    reporter.publishEntry("three rolling releases and a rollback", report.toString());
    reporter.publishEntry("what no release touches", untouchedReport.toString());
    assertNothingNoticed(report, untouchedReport);
    assertThat(longAnswers)
        .as("requests of 2 s that were under way")
        .hasSizeGreaterThan(4)
        .allMatch(answer -> answer.matches("GET 200 0|POST 200 " + POSTED.length));
    assertThat(stack.service("registry").id()).as("registry").isEqualTo(registry.id());
    assertThat(stack.service("db").id()).as("database").isEqualTo(database.id());
  }

  private static void assertRolls(String text, Stack stack, String... options) {
    ServiceContainer old = stack.service("app");
    Release release = stack.releases().deploy(options);
    // Whether a request failed until then is what the load tells.
    awaitPage(stack, Duration.ofSeconds(30));
    assertThat(page(stack)).as("page after the release").contains(text);
    assertThat(stack.service("app").imageDigests()).contains(release.digest());
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
    newText();
    Release before = stack.releases().deploy(ROLL);
    ServiceContainer old = stack.service("app");
    String broken = newText();
    breakage.accept(application);
    Load control = control();
    Load load = load(stack);

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    LoadReport report = load.stop();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    assertThat(run.lines())
        .anyMatch(line -> line.contains("the last lines of app's log"))
        .doesNotContain("[+] Pipeline completed successfully");
    assertNothingNoticed(report, control.stop());
    assertThat(report.firstWith(broken)).as("answers of the broken version").isEmpty();
    assertThat(stack.service("app").id()).as("container that serves").isEqualTo(old.id());
    assertThat(stack.registry().digest("app", "latest"))
        .as("latest in the registry")
        .contains(before.digest());
  }

  @Test
  @Order(4)
  void aVersionWhoseDigestIsNotTheOnePushedNeverGetsTraffic(Stack stack) throws IOException {
    Release before = stack.releases().deploy(ROLL);
    Path overlay = stack.workspace().directory().resolve("compose.rolling.yml");
    String original = Files.readString(overlay);
    String other = stack.workspace().repository() + ":other";
    DockerCommand.docker("tag", stack.service("app").imageId(), other).run().orThrow();
    Files.writeString(overlay, original.replace("  app:\n", "  app:\n    image: " + other + "\n"));
    newText();

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    Files.writeString(overlay, original);
    DockerCommand.docker("rmi", other).run().orThrow();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    assertThat(run.lines()).anyMatch(line -> line.startsWith("the digests differ"));
    assertThat(stack.service("app").imageDigests()).as("what serves").contains(before.digest());
  }

  @Test
  @Order(5)
  void theProxyKnowsItsServersAgainAfterARestartOfItsOwn(Stack stack) {
    stack.releases().deploy(ROLL);

    stack.engine().client().restartContainerCmd(stack.service("proxy").id()).exec();

    awaitPage(stack);
  }

  @Test
  @Order(6)
  void anApplicationThatComesBackUnderAnotherAddressIsServed(Stack stack) {
    stack.releases().deploy(ROLL);
    String network = stack.compose().network("secure_front");
    String id = stack.service("app").id();
    String before = stack.service("app").addresses().get(network);
    stack.engine().client().stopContainerCmd(id).exec();
    // These get the address that has come free.
    stack.probes().on("secure_front");
    stack.probes().neighbourOn("secure_front");
    stack.engine().client().startContainerCmd(id).exec();

    assertThat(stack.service("app").addresses().get(network)).isNotEqualTo(before);
    awaitPage(stack);
  }

  @ParameterizedTest
  @MethodSource("moments")
  @Order(7)
  void aRollingRunThatWasKilledIsPutRightByTheNext(String line, Stack stack) {
    stack.releases().deploy(ROLL);
    newText();
    stack.releases().killedAt(printed -> printed.matches(line), ROLL);
    awaitPage(stack);
    String text = newText();
    Load load = load(stack);

    Release release = stack.releases().deploy(ROLL);

    assertThat(load.stop().failed()).as("requests that failed").isEmpty();
    assertThat(page(stack)).contains(text);
    assertThat(stack.service("app").imageDigests()).contains(release.digest());
    assertThat(serviceNames(stack)).containsExactlyInAnyOrder("registry", "db", "app", "proxy");
  }

  static List<String> moments() {
    return List.of(".*-app-\\d+  Created.*", " +the new version has the traffic");
  }

  @Test
  @Order(8)
  void aPlainRunRemovesTheProxy(Stack stack) {
    stack.releases().deploy(ROLL);
    String text = newText();

    stack.releases().deploy();

    assertThat(page(stack)).contains(text);
    assertThat(serviceNames(stack)).containsExactlyInAnyOrder("registry", "db", "app");
  }

  private String newText() {
    application.restore();
    application.addSlowPage();
    String text = "release " + ++releases + " of " + System.nanoTime();
    application.addToPages(text);
    return text;
  }

  private String newTextOfALateStart() {
    String text = newText();
    application.startLate();
    return text;
  }

  private static Load load(Stack stack) {
    return Load.on(stack.appUrl().resolve("/"), PER_SECOND);
  }

  private static Load control() {
    return Load.on(untouched.registry().uri().resolve("/v2/"), OF_THE_CONTROL_PER_SECOND);
  }

  private static void assertNothingNoticed(LoadReport report, LoadReport control) {
    assertThat(report.failed()).as("requests that failed; %s", report).isEmpty();
    assertThat(report.slowest())
        .as("slowest request; %s; what no release touches: %s", report, control)
        .isLessThan(unnoticed(report, control));
  }

  /**
   * How long a request may take without a release being the cause: where the machine makes one
   * program wait, it may do so to each of the two that a request passes, proxy and application.
   */
  private static Duration unnoticed(LoadReport report, LoadReport control) {
    return report.median().plus(control.slowest().multipliedBy(2)).plus(WAIT_LIMIT);
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

  private static List<String> serviceNames(Stack stack) {
    return stack.services().all().stream().map(ServiceContainer::service).toList();
  }

  private static void awaitPage(Stack stack) {
    awaitPage(stack, Duration.ofSeconds(10));
  }

  private static void awaitPage(Stack stack, Duration limit) {
    await("page")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> Http.on(stack.appUrl()).get("/").statusCode() == 200);
  }

  private static String page(Stack stack) {
    return Http.on(stack.appUrl()).get("/").asString();
  }
}
