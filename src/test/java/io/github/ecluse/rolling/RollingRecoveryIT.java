package io.github.ecluse.rolling;

import static io.github.ecluse.checkout.Outcomes.assertServes;
import static io.github.ecluse.rolling.RolledPage.awaitPage;
import static io.github.ecluse.rolling.RolledPage.load;
import static io.github.ecluse.rolling.RolledPage.newText;
import static io.github.ecluse.rolling.RolledPage.page;
import static io.github.ecluse.rolling.RolledPage.serviceNames;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.load.Load;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rolling releases and what goes wrong beside them: the page is served again, and by what was
 * proven.
 */
@Tag("rolling")
@AcceptanceTest
@Order(7)
class RollingRecoveryIT {
  private static final String ROLL = "--rolling";

  private Application application;

  @BeforeEach
  void deployWithASlowPage(Stack stack) {
    stack.ensureReleased();
    application = Application.of(stack);
    application.addSlowPage();
  }

  @Test
  @Order(1)
  @Claim("releases-roll")
  void aVersionWhoseDigestIsNotTheOnePushedNeverGetsTraffic(Stack stack) throws IOException {
    Release before = stack.releases().deploy(ROLL);
    Path overlay = stack.workspace().directory().resolve("compose.rolling.yml");
    String original = Files.readString(overlay);
    String other = stack.workspace().repository() + ":other";
    DockerCommand.docker("tag", stack.application().imageId(), other).run().orThrow();
    Files.writeString(overlay, original.replace("  app:\n", "  app:\n    image: " + other + "\n"));
    newText(application);

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    Files.writeString(overlay, original);
    DockerCommand.docker("rmi", other).run().orThrow();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    assertThat(run.lines()).anyMatch(line -> line.startsWith("the digests differ"));
    assertThat(stack.application().imageDigests()).as("what serves").contains(before.digest());
  }

  @Test
  @Order(2)
  @Claim("releases-roll")
  void theProxyKnowsItsServersAgainAfterARestartOfItsOwn(Stack stack) {
    stack.releases().deploy(ROLL);

    stack.engine().client().restartContainerCmd(stack.service("proxy").id()).exec();

    awaitPage(stack);
  }

  @Test
  @Order(3)
  @Claim("releases-roll")
  void anApplicationThatComesBackUnderAnotherAddressIsServed(Stack stack) {
    stack.releases().deploy(ROLL);
    String network = stack.compose().network("secure_front");
    String id = stack.application().id();
    String before = stack.application().addresses().get(network);
    stack.engine().client().stopContainerCmd(id).exec();
    // These get the address that has come free.
    stack.probes().on("secure_front");
    stack.probes().neighbourOn("secure_front");
    stack.engine().client().startContainerCmd(id).exec();

    assertThat(stack.application().addresses().get(network)).isNotEqualTo(before);
    awaitPage(stack);
  }

  @ParameterizedTest
  @MethodSource("moments")
  @Order(4)
  @Claim("releases-roll")
  void aRollingRunThatWasKilledIsPutRightByTheNext(String line, Stack stack) {
    stack.releases().deploy(ROLL);
    newText(application);
    stack.releases().killedAt(printed -> printed.matches(line), ROLL);
    awaitPage(stack);
    String text = newText(application);
    Load load = load(stack);

    Release release = stack.releases().deploy(ROLL);

    assertThat(load.stop().failed()).as("requests that failed").isEmpty();
    assertThat(page(stack)).contains(text);
    assertThat(stack.application().imageDigests()).contains(release.digest());
    assertThat(serviceNames(stack)).containsExactlyInAnyOrder("registry", "db", "app", "proxy");
  }

  static List<String> moments() {
    return List.of(".*-app-\\d+  Created.*", ".* the new version has the traffic");
  }

  @Test
  @Order(5)
  @Claim("releases-roll")
  void aPlainRunRemovesTheProxy(Stack stack) {
    stack.releases().deploy(ROLL);
    String text = newText(application);

    stack.releases().deploy();

    assertThat(page(stack)).contains(text);
    assertThat(serviceNames(stack)).containsExactlyInAnyOrder("registry", "db", "app");
  }

  /** Also where nothing serves that it could stand beside. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Order(6)
  @Claim("releases-roll")
  void aVersionThatTheDatabaseRefusesNeverGetsTraffic(boolean served, Stack stack)
      throws IOException {
    Release before = stack.releases().deploy(ROLL);
    Path file = stack.workspace().directory().resolve("compose.yml");
    String original = Files.readString(file);
    Files.writeString(file, original.replace("DB_PASS: apppass", "DB_PASS: another"));
    newText(application);
    if (!served) {
      stack.compose().command("docker", "compose", "down", "--remove-orphans").orThrow();
    }

    PipelineRun run = stack.releases().attempt(Map.of(), ROLL);

    Files.writeString(file, original);
    assertThat(run.exitCode())
        .as("exit code of build.sh with a password that the database refuses")
        .isEqualTo(14);
    assertThat(run.explanation().orElseThrow().failure()).isEqualTo("db-password");
    assertServes(before.digest(), stack);
  }
}
