package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import io.restassured.response.Response;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The proof asks the registry: this machine knows what it pushed, and not what became of it. */
@Tag("failures")
@AcceptanceTest
@Order(30)
class ProofIT {
  private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String OCI_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final int PROOF_FAILED = 15;

  @Test
  void anImagePushedBySomebodyElseMeanwhileIsNoticed(Stack stack) {
    Digest other = stack.ensureReleased().digest();
    Kept kept = Kept.in(stack);
    Application.of(stack).addToPages("pushed over");
    AtomicBoolean starting = new AtomicBoolean();
    AtomicBoolean moved = new AtomicBoolean();

    PipelineRun run =
        stack
            .releases()
            .watched(
                line -> {
                  starting.compareAndSet(false, line.equals("[*] Starting services..."));
                  // The image is here by then.
                  if (starting.get() && line.startsWith("Status: ") && !moved.getAndSet(true)) {
                    moveLatestTo(other, stack);
                  }
                });

    assertThat(moved).as("whether latest was moved after the pull").isTrue();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(PROOF_FAILED);
    assertThat(run.lines()).anyMatch(line -> line.startsWith("the digests differ"));
    kept.assertStillServed();
    Application.of(stack).restore();
    stack.releases().deploy();
  }

  /** By the registry's API: this machine hears nothing of it. */
  private static void moveLatestTo(Digest digest, Stack stack) {
    Response manifest =
        Http.on(stack.registry().uri())
            .header("Accept", TYPE + ", " + OCI_TYPE)
            .get("/v2/app/manifests/" + digest.value());
    Http.on(stack.registry().uri())
        .header("Content-Type", manifest.contentType())
        .body(manifest.asByteArray())
        .put("/v2/app/manifests/latest")
        .then()
        .statusCode(201);
  }
}
