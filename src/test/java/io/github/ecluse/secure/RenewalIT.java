package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.load.Load;
import io.github.ecluse.load.LoadReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A certificate and a password are replaced while the registry serves. */
@Tag("cluster")
@OwnStacks
@Order(5)
@Claim("secure-renewal")
class RenewalIT {
  private static final int PER_SECOND = 50;

  private static SecureStack stack;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
    stack.release("--tag v1");
  }

  @Test
  @Order(1)
  void noRequestFailsWhileTheCertificateIsRenewed() {
    String before = served();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<List<Integer>> connections =
        CompletableFuture.supplyAsync(() -> newConnections(over));
    try (Load load = load("pull")) {
      for (int i = 0; i < 3; i++) {
        stack.shell("provision/registry.sh renew").orThrow();
      }
      over.set(true);
      LoadReport report = load.stop();

      assertThat(report.failed()).as("requests that failed; %s", report).isEmpty();
    }
    assertThat(connections.join())
        .as("statuses of requests with a connection of their own")
        .hasSizeGreaterThan(10)
        .containsOnly(200);
    assertThat(served())
        .as("the certificate that is served")
        .isNotEqualTo(before)
        .isEqualTo(fingerprint("cat secure/front/registry.pem"));
    assertThat(stack.shell("docker pull -q " + stack.repository() + ":v1").exitCode())
        .as("docker pull, without another login")
        .isZero();
    stack.release("");
    assertThat(served())
        .as("the certificate after a restart")
        .isEqualTo(fingerprint("cat secure/front/registry.pem"));
  }

  @Test
  @Order(2)
  void aNewPasswordWorksAndTheOldOneNoLonger() {
    TlsRegistry.Login old = stack.login("pull");
    try (Load load = load("push")) {
      stack.shell("openssl rand -hex 20 | provision/registry.sh password pull").orThrow();
      await("the new password works")
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> status(stack.login("pull")) == 200);
      LoadReport report = load.stop();

      assertThat(report.failed())
          .as("requests of the other user that failed; %s", report)
          .isEmpty();
    }
    assertThat(status(old)).as("status with the old password").isEqualTo(401);
  }

  /** A layer may take minutes; the process that takes it must not end before. */
  @Test
  @Order(3)
  void anUploadThatIsUnderWayArrives() {
    TlsRegistry.Login old = stack.login("pull");
    try (SlowUpload upload = SlowUpload.begin(stack.registry(), stack.login("push"))) {
      stack.shell("provision/registry.sh renew").orThrow();
      stack.shell("openssl rand -hex 20 | provision/registry.sh password pull").orThrow();
      await("the old password is refused")
          .atMost(Duration.ofSeconds(10))
          .until(() -> status(old) == 401);
      assertThat(upload.isUnderWay()).as("whether the upload is under way by then").isTrue();

      assertThat(upload.statusAtItsEnd())
          .as("status of an upload during which certificate and password were replaced")
          .isEqualTo("201");
      assertThat(upload.isHeld()).as("whether the registry holds what was uploaded").isTrue();
    }
  }

  private static List<Integer> newConnections(AtomicBoolean over) {
    List<Integer> statuses = new ArrayList<>();
    while (!over.get()) {
      statuses.add(status(stack.login("pull")));
    }
    return statuses;
  }

  private static int status(TlsRegistry.Login login) {
    return stack.registry().send(login, "GET", "/v2/", "").statusCode();
  }

  private static Load load(String user) {
    return Load.on(
        stack.registry().client(),
        stack
            .registry()
            .request("GET", "/v2/app/manifests/v1", "")
            .header("Authorization", stack.login(user).header())
            .build(),
        PER_SECOND);
  }

  private static String served() {
    return fingerprint("openssl s_client -connect " + stack.address() + " </dev/null");
  }

  private static String fingerprint(String source) {
    return stack
        .shell(source + " | openssl x509 -noout -fingerprint -sha256")
        .orThrow()
        .stdout()
        .strip();
  }
}
