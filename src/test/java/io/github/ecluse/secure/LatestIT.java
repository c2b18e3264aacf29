package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag {@code latest} moves, and no other one that looks like it. */
@Tag("cluster")
@OwnStacks
@Order(2)
@Claim("secure-versions")
class LatestIT {
  private static final int CREATED = 201;
  private static final int DENIED = 403;

  private static SecureStack stack;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
    stack.release("--tag v1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest-1",
        "latest.1",
        "latest1",
        "latest_",
        "LATEST",
        "Latest",
        "xlatest",
        "v1-latest",
        "v1.latest",
        "a-latest-b"
      })
  @Order(1)
  void aVersionWhoseNameHasLatestInItStays(String tag) {
    assertStays("/v2/app/manifests/" + tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "app/latest"})
  @Order(2)
  void aVersionStaysInARepositoryThatIsCalledLatest(String repository) throws IOException {
    String image = v1().body();
    for (String blob : blobs(image)) {
      String mount =
          "/v2/%s/blobs/uploads/?mount=%s&from=app".formatted(repository, blob.replace(":", "%3A"));
      assertThat(stack.registry().send(stack.login("push"), "POST", mount, "").statusCode())
          .as("status of the blob %s in the repository %s", blob, repository)
          .isEqualTo(CREATED);
    }

    assertStays("/v2/" + repository + "/manifests/v1");
  }

  @Test
  @Order(3)
  void latestItselfMoves() {
    String image = v1().body();
    String latest = "/v2/app/manifests/latest";

    assertThat(put(latest, image + " ")).as("status of another image").isEqualTo(CREATED);
    assertThat(digest(latest)).as("digest of latest").isNotEqualTo(digest("/v2/app/manifests/v1"));
    assertThat(put(latest, image)).as("status of the first image again").isEqualTo(CREATED);
    assertThat(digest(latest)).as("digest of latest").isEqualTo(digest("/v2/app/manifests/v1"));
  }

  private static void assertStays(String path) {
    String image = v1().body();
    assertThat(put(path, image)).as("status of the first image under %s", path).isEqualTo(CREATED);
    String digest = digest(path);

    int other = put(path, image + " ");

    assertThat(other).as("status of another image under %s", path).isEqualTo(DENIED);
    assertThat(digest(path)).as("digest under %s", path).isNotEmpty().isEqualTo(digest);
  }

  private static HttpResponse<String> v1() {
    return stack.registry().send(stack.login("push"), "GET", "/v2/app/manifests/v1", "");
  }

  private static int put(String path, String manifest) {
    String type = v1().headers().firstValue("Content-Type").orElseThrow();
    return stack
        .registry()
        .send(
            stack
                .registry()
                .request("PUT", path, manifest)
                .setHeader("Content-Type", type)
                .header("Authorization", stack.login("push").header()))
        .statusCode();
  }

  private static String digest(String path) {
    return stack
        .registry()
        .send(stack.login("push"), "HEAD", path, "")
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElse("");
  }

  /** Returns the digests of what an image is made of. */
  private static List<String> blobs(String image) throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(image);
    List<String> blobs = new ArrayList<>(List.of(manifest.at("/config/digest").asText()));
    manifest.path("layers").forEach(layer -> blobs.add(layer.path("digest").asText()));
    return blobs;
  }
}
