package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.support.ImageIndex;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry with TLS and a login: who may do what, and which tags stay. */
@Tag("cluster")
@OwnStacks
@Order(2)
class SecureVersionsIT {
  private static final int CREATED = 201;
  private static final int DENIED = 403;

  private static SecureStack stack;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
    stack.release("--tag v1");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v2/app/blobs/uploads/",
    "POST, /v2/other/blobs/uploads/",
    "PATCH, /v2/app/blobs/uploads/1234",
    "PUT, /v2/app/blobs/uploads/1234",
    "PUT, /v2/app/manifests/latest",
    "PUT, /v2/app/manifests/v2",
    "DELETE, /v2/app/blobs/uploads/1234",
    "DELETE, /v2/app/manifests/v1"
  })
  @Order(1)
  @Claim("secure-rights")
  void thePullUserWritesNothing(String method, String path) {
    String manifest =
        stack.registry().send(stack.login("pull"), "GET", "/v2/app/manifests/v1", "").body();

    assertThat(stack.registry().send(stack.login("pull"), method, path, manifest).statusCode())
        .as("status of what the user pull may not do")
        .isEqualTo(DENIED);
  }

  @Test
  @Order(2)
  @Claim("secure-rights")
  void thePullUserPullsWhatThePushUserPushed() {
    String version = stack.repository() + ":v1";
    stack.logIn("pull");
    try {
      assertThat(stack.registry().digest(stack.login("pull"), "v1")).startsWith("sha256:");
      assertThat(stack.shell("docker pull " + version).exitCode()).as("docker pull").isZero();

      CommandResult push = stack.shell("docker push " + version);

      assertThat(push.succeeded()).as("docker push by the user pull").isFalse();
      assertThat(push.stderr()).contains("denied", "may only pull");
    } finally {
      stack.logIn("push");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/app/manifests/v1",
        "/v2/app/manifests/%761",
        "/v2/app//manifests/v1",
        "/v2/app/%6Danifests/v1",
        "/v2/app/blobs/uploads/../../manifests/v1"
      })
  @Order(3)
  @Claim("secure-versions")
  void aVersionIsNotOverwritten(String path) {
    TlsRegistry.Login push = stack.login("push");
    String digest = stack.registry().digest(push, "v1");
    String manifest = stack.registry().send(push, "GET", "/v2/app/manifests/v1", "").body();

    HttpResponse<String> other = stack.registry().send(push, "PUT", path, manifest + " ");
    HttpResponse<String> gone =
        stack.registry().send(push, "DELETE", "/v2/app/manifests/" + digest, "");

    assertThat(other.statusCode()).as("status of a PUT of another image").isEqualTo(DENIED);
    assertThat(gone.statusCode()).as("status of a DELETE").isEqualTo(DENIED);
    assertThat(stack.registry().digest(push, "v1")).as("digest of v1").isEqualTo(digest);
  }

  @Test
  @Order(4)
  @Claim("secure-versions")
  void theSameImageMayGetItsVersionAgainAndLatestMoves() {
    TlsRegistry.Login push = stack.login("push");
    HttpResponse<String> held = stack.registry().send(push, "GET", "/v2/app/manifests/v1", "");
    String digest = stack.registry().digest(push, "v1");

    assertThat(put(push, "v1", held.body())).as("status of the same image").isEqualTo(CREATED);
    assertThat(put(push, "latest", held.body() + " ")).as("status of latest").isEqualTo(CREATED);
    assertThat(stack.registry().digest(push, "latest")).isNotEqualTo(digest);
    assertThat(put(push, "latest", held.body())).as("status of latest, back").isEqualTo(CREATED);
    assertThat(stack.registry().digest(push, "latest")).isEqualTo(digest);
  }

  /** A registry holds none of a kind that the request does not accept; layers make it large. */
  @ParameterizedTest
  @ValueSource(
      strings = {ImageIndex.IMAGE, ImageIndex.OCI_IMAGE, ImageIndex.LIST, ImageIndex.OCI_INDEX})
  @Order(7)
  @Claim("secure-versions")
  void aVersionOfAnyKindOfImageIsNotOverwritten(String type) {
    String tag = type.replaceAll("[^a-z0-9]+", "-");
    String image = imageOf(type) + " ".repeat(20_000);

    TlsRegistry.Login push = stack.login("push");
    int first = stack.registry().put(push, tag, type, image);
    int other = stack.registry().put(push, tag, type, image + " ");
    int again = stack.registry().put(push, tag, type, image);

    assertThat(first).as("status of the first PUT of the type %s", type).isEqualTo(CREATED);
    assertThat(other).as("status of a PUT over a version of the type %s", type).isEqualTo(DENIED);
    assertThat(again).as("status of the same PUT of the type %s again", type).isEqualTo(CREATED);
  }

  /** Returns v1 as an image of that type, or an index that names it. */
  private static String imageOf(String type) {
    HttpResponse<String> v1 =
        stack.registry().send(stack.login("push"), "GET", "/v2/app/manifests/v1", "");
    String typeOfV1 = v1.headers().firstValue("Content-Type").orElseThrow();
    if (type.equals(ImageIndex.LIST) || type.equals(ImageIndex.OCI_INDEX)) {
      String digest = v1.headers().firstValue("Docker-Content-Digest").orElseThrow();
      return ImageIndex.ofOne(type, typeOfV1, v1.body().length(), digest);
    }
    return v1.body().replace(typeOfV1, type);
  }

  private static int put(TlsRegistry.Login login, String tag, String manifest) {
    return stack.registry().put(login, tag, TlsRegistry.MANIFEST, manifest);
  }

  /** Of many who name a version at the same moment, one does. */
  @Test
  @Order(5)
  @Claim("secure-versions")
  void ofPushesOfOneVersionAtTheSameMomentOneWins() {
    TlsRegistry.Login push = stack.login("push");
    String manifest = stack.registry().send(push, "GET", "/v2/app/manifests/v1", "").body();
    for (int round = 0; round < 10; round++) {
      String tag = "race-" + round;
      List<Integer> statuses =
          IntStream.range(1, 9)
              .mapToObj(
                  each ->
                      CompletableFuture.supplyAsync(
                          () -> put(push, tag, manifest + " ".repeat(each))))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      assertThat(statuses).as("statuses of %s", tag).containsOnlyOnce(CREATED).contains(DENIED);
      assertThat(statuses)
          .as("statuses of %s", tag)
          .allMatch(status -> status == CREATED || status == DENIED);
    }
  }

  @Test
  @Order(6)
  @Claim("secure-versions")
  void dockerIsToldWhyAVersionStays() {
    String version = stack.repository() + ":v1";
    stack
        .shell(
            "printf 'FROM %s\\nLABEL other=yes\\n' | docker build -q --provenance=false -t %s -"
                .formatted(version, version))
        .orThrow();

    CommandResult push = stack.shell("docker push " + version);

    assertThat(push.succeeded()).as("docker push of another image").isFalse();
    assertThat(push.stderr()).contains("denied", "versions are never overwritten");
    stack.shell("docker pull " + version).orThrow();
  }
}
