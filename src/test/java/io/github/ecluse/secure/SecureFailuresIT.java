package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.pipeline.PipelineRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong with login and TLS: each is explained, stops nothing, and is mended. */
@Tag("cluster")
@OwnStacks
@Order(6)
@Claim("secure-failures")
class SecureFailuresIT {
  private static final int REGISTRY_FAILED = 10;
  private static final int PUSH_FAILED = 12;

  /** The command takes no number of days below 1. */
  private static final String RENEWED_IN_THE_PAST =
      """
      mkdir -p past && printf '#!/bin/bash\\nexec %s "${@/#90/-1}"\\n' "$(type -P openssl)" >past/openssl
      chmod +x past/openssl && PATH=$PWD/past:$PATH provision/registry.sh renew
      """;

  private static SecureStack stack;
  private static String serving;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
    stack.release("--tag v1");
    serving = stack.container("app");
  }

  @Test
  @Order(1)
  void nobodyIsLoggedIn() {
    stack.shell("docker logout " + stack.address()).orThrow();

    assertRefused("login-missing");
    assertMended(REGISTRY_FAILED, "login-missing");
  }

  @Test
  @Order(2)
  void thePasswordIsAnotherOneByNow() {
    stack.shell("openssl rand -hex 20 | provision/registry.sh password push").orThrow();

    assertRefused("login-refused");
    assertMended(REGISTRY_FAILED, "login-refused");
  }

  @Test
  @Order(3)
  void thePullUserPushes() {
    stack.logIn("pull");

    assertThat(stack.paste("./build.sh --list").exitCode()).as("exit code of --list").isZero();
    assertMended(PUSH_FAILED, "pull-only");
  }

  @Test
  @Order(4)
  void dockerDoesNotKnowTheAuthority() {
    stack.shell("provision/registry.sh forget " + stack.address()).orThrow();

    assertRefused("certificate-unknown");
    assertDockerSays("certificate-unknown");
    assertMended(REGISTRY_FAILED, "certificate-unknown");
  }

  @Test
  @Order(5)
  void theCertificateHasExpired() {
    stack.shell(RENEWED_IN_THE_PAST).orThrow();

    assertRefused("certificate-expired");
    assertDockerSays("certificate-expired");
    assertMended(REGISTRY_FAILED, "certificate-expired");
  }

  /** The file is new, but the registry still serves the old one. */
  @Test
  @Order(6)
  void theCertificateWasRenewedButIsNotServed() {
    stack.shell(RENEWED_IN_THE_PAST).orThrow();
    String other = "COMPOSE_PROJECT_NAME=another-project provision/registry.sh renew 2>&1; echo $?";

    assertThat(stack.shell(other).stdout().strip())
        .contains("still serves another certificate")
        .endsWith("\n3");
    assertRefused("certificate-expired");
    assertMended(REGISTRY_FAILED, "certificate-expired");
  }

  @Test
  @Order(7)
  void theCertificateIsForAnotherName() {
    String other = HostName.another() + ":" + stack.address().split(":", 2)[1];
    stack.letTrust(other);
    stack.shell("provision/registry.sh trust " + other + " secure/ca.crt").orThrow();

    inShell("export REGISTRY=" + other + "; ", other, "certificate-name");
  }

  /** A registry without TLS answers at an address that is not loopback. */
  @Test
  @Order(8)
  void theRegistrySpeaksHttp() {
    try (RegistryContainer plain = RegistryContainer.openOn(HostName.reached())) {
      plain.start();

      inShell("export REGISTRY=" + plain.address() + "; ", plain.address(), "registry-http");
    }
  }

  @Test
  @Order(9)
  void theTagOfTheImageIsAVersion() {
    String files = stack.read("compose.secure.yml");
    stack.write("compose.secure.yml", files.replace("/app:latest", "/app:stable"));
    stack.release("");
    serving = stack.container("app");
    stack.write("app/app.py", stack.read("app/app.py") + "\n# another version\n");

    assertThat(failed("", PUSH_FAILED, "tag-fixed").remedy())
        .contains("name the image with the tag latest");

    stack.write("compose.secure.yml", files);
    assertMendedBy("./build.sh");
  }

  /** The same in a shell of its user, which has named the registry otherwise. */
  private static void inShell(String settings, String registry, String mode) {
    assertRefused(settings, registry, mode);
    Explanation explanation = failed(settings, REGISTRY_FAILED, mode);
    assertMendedBy(settings + explanation.remedy());
  }

  /** What only looks says so too. */
  private static void assertRefused(String mode) {
    assertRefused("", stack.address(), mode);
  }

  private static void assertRefused(String settings, String registry, String mode) {
    PipelineRun list = stack.paste(settings + "./build.sh --list");
    String symptom =
        FailureModes.all().stream()
            .filter(each -> each.name().equals(mode))
            .findFirst()
            .orElseThrow()
            .symptom()
            .replace("{registry}", registry);

    assertThat(list.exitCode())
        .as("exit code of --list: %s", list.lines())
        .isEqualTo(REGISTRY_FAILED);
    assertThat(list.lines()).hasSize(1);
    assertThat(list.lines().get(0)).as("what --list says").contains(symptom).contains(" Remedy: ");
  }

  /** Docker's own words lead to the same explanation. */
  private static void assertDockerSays(String mode) {
    String said = stack.shell("docker pull " + stack.repository() + ":v1").stderr();

    assertThat(FailureModes.in("deploy", said).map(FailureMode::name))
        .as("failure mode of: %s", said)
        .contains(mode);
  }

  private static void assertMended(int exitCode, String mode) {
    assertMendedBy(failed("", exitCode, mode).remedy());
  }

  private static Explanation failed(String settings, int exitCode, String mode) {
    PipelineRun run = stack.paste(settings + "./build.sh");
    Explanation explanation =
        run.explanation().orElseThrow(() -> new AssertionError("no explanation: " + run.lines()));
    assertThat(explanation.failure()).as("diagnosis of: %s", run.lines()).isEqualTo(mode);
    assertThat(run.exitCode()).as("exit code of build.sh: %s", run.lines()).isEqualTo(exitCode);
    assertThat(stack.container("app")).as("container that serves").isEqualTo(serving);
    return explanation;
  }

  private static void assertMendedBy(String remedy) {
    PipelineRun mended = stack.paste(remedy);

    assertThat(mended.exitCode()).as("remedy: %s%n%s", remedy, mended.lines()).isZero();
    serving = stack.container("app");
  }
}
