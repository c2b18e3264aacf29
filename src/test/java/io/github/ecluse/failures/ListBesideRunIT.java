package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Page;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that only reads changes nothing, whatever becomes of it. */
@Tag("failures")
@AcceptanceTest
@Order(42)
class ListBesideRunIT {
  @Test
  void aListThatEndsBadlyUndoesNothingOfARunThatGoesOn(Stack stack) {
    Kept kept = Kept.in(stack);
    String text = "released beside a list " + System.nanoTime();
    Application.of(stack).addToPages(text);
    AtomicReference<PipelineRun> list = new AtomicReference<>();

    PipelineRun run =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.equals("[*] Starting services...")) {
                    // Its first line can't be written.
                    list.set(stack.releases().paste("./build.sh --list >/dev/full"));
                  }
                });

    assertThat(list.get().succeeded()).as("success of the list").isFalse();
    assertThat(run.succeeded()).as("success of the run beside it").isTrue();
    assertThat(Page.of(stack).html()).as("what serves").contains(text);
    kept.assertNothingLost();
  }
}
