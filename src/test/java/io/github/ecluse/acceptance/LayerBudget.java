package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.image.ImageLayer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** How much an application's image may add to its base image. */
public final class LayerBudget {
  /** Room for iptables and the packages of the document's application, and for little else. */
  private static final long BYTES = 60_000_000;

  private LayerBudget() {}

  /**
   * Fails if there are no layers, or if they are larger together. Names the largest with what is
   * left over.
   */
  public static void assertKept(List<ImageLayer> layers) {
    assertThat(layers).as("layers above the base image").isNotEmpty();
    long bytes = layers.stream().mapToLong(ImageLayer::bytes).sum();
    assertThat(bytes)
        .withFailMessage(
            "%s of layers above the base image, over the budget of %s; the largest first:%n  %s",
            ImageLayer.megabytes(bytes), ImageLayer.megabytes(BYTES), largestFirst(layers))
        .isLessThanOrEqualTo(BYTES);
  }

  private static String largestFirst(List<ImageLayer> layers) {
    return layers.stream()
        .sorted(Comparator.comparingLong(ImageLayer::bytes).reversed())
        .map(ImageLayer::toString)
        .collect(Collectors.joining("\n  "));
  }
}
