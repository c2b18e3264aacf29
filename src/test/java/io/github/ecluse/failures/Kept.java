package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What must survive a failure and its remedy: the rows of the database, every image that the
 * registry holds, and the version that serves.
 */
final class Kept {
  private final Stack stack;
  private final MarkedRow row;
  private final Set<Digest> images;
  private final Digest serving;

  private Kept(Stack stack, MarkedRow row, Set<Digest> images, Digest serving) {
    this.stack = stack;
    this.row = row;
    this.images = images;
    this.serving = serving;
  }

  /** Looks at a stack that is well, and deploys it first if need be. */
  static Kept in(Stack stack) {
    Digest serving = stack.ensureReleased().digest();
    stack.services().awaitWell(stack.workspace().promise().services());
    Set<Digest> images = new HashSet<>(Set.of(serving));
    stack.registry().tags("app").stream()
        .flatMap(tag -> stack.registry().digest("app", tag).stream())
        .forEach(images::add);
    return new Kept(stack, MarkedRow.leftIn(stack), images, serving);
  }

  /** The version that served before the failure serves now. */
  void assertStillServed() {
    assertThat(stack.service("app").imageDigests()).as("digest of what serves").contains(serving);
    assertThat(Page.of(stack).visits()).as("visits").isPositive();
    assertThat(row.isThere()).as("%s from before", row).isTrue();
  }

  /** The remedy, pasted as it stands, puts all right, and nothing was lost. */
  void assertMendedBy(String remedy) {
    assertThat(stack.releases().paste(remedy).succeeded()).as("remedy: %s", remedy).isTrue();
    assertNothingLost();
  }

  /** All services are well, what runs is what the registry holds, and nothing was lost. */
  void assertNothingLost() {
    stack.services().awaitWell(stack.workspace().promise().services());
    assertThat(stack.summary()).as("the stack after the remedy").endsWith("registry answers");
    assertThat(stack.registry().digest("app", "latest"))
        .as("latest in the registry, beside what runs")
        .isPresent()
        .hasValueSatisfying(held -> assertThat(stack.service("app").imageDigests()).contains(held));
    for (Digest image : images) {
      assertThat(stack.registry().digest("app", image.value()))
          .as("image from before, in the registry")
          .contains(image);
    }
    await("the page counts visits")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(Page.of(stack).visits()).isPositive());
    assertThat(row.isThere()).as("%s from before", row).isTrue();
  }
}
