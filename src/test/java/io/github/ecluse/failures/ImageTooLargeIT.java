package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ecluse.acceptance.LayerBudget;
import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.flask.Application;
import io.github.ecluse.image.ImageLayer;
import io.github.ecluse.image.ImageLayers;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document's third problem: an image that carries what nobody needs. */
@Tag("failures")
@AcceptanceTest
@Order(3)
class ImageTooLargeIT {
  /** One step for each thing, a tool that nothing uses, and a clean-up that comes too late. */
  private static final String WASTE =
      """
      RUN apt-get update
      RUN apt-get install -y binutils
      RUN rm -rf /var/lib/apt/lists/*
      """;

  @Test
  void theGateNamesTheWorstLayersAndWhatIsLeftOverInThem(Stack stack) {
    Kept kept = Kept.in(stack);
    Application.of(stack).addSteps(WASTE);
    stack.releases().deploy();

    List<ImageLayer> layers = ImageLayers.aboveTheBase(stack);
    Throwable failure = catchThrowable(() -> LayerBudget.assertKept(layers));

    Application.of(stack).restore();
    FailureMode mode =
        Diagnoses.of("the image is too large", "gate", String.valueOf(failure), "image-too-large");
    assertThat(failure)
        .hasMessageContaining("RUN /bin/sh -c apt-get install -y binutils")
        .hasMessageContaining("left over in /var/lib/apt/lists/");
    kept.assertMendedBy(mode.remedy());
    LayerBudget.assertKept(ImageLayers.aboveTheBase(stack));
  }
}
