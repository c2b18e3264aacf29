package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertFailed;
import static io.github.ecluse.checkout.Outcomes.assertServes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.UnusedVolume;
import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Projects whose names begin with this one's: no run takes them for its own, or removes a part. */
@Tag("settings")
@AcceptanceTest
@Order(7)
class NamesakesIT {
  private static final String ROLLING = "--rolling";

  @Test
  void projectsWhoseNamesBeginWithThisOnesAreLeftAlone(Stack stack) {
    String name = stack.workspace().project();
    try (Checkout checkout = Checkout.of(stack);
        UnusedVolume own = UnusedVolume.of(stack);
        Namesake dash = Namesake.start(name + "-next", "app");
        Namesake line = Namesake.start(name + "_next", "db");
        Namesake digit = Namesake.start(name + "2", "app")) {
      List<Namesake> all = List.of(dash, line, digit);
      assertDeployed(checkout.run(), stack);
      assertWhole(all, own, "a plain release");

      Digest before = assertDeployed(checkout.run(ROLLING), stack).digest();
      assertWhole(all, own, "a rolling release");

      Application.of(stack).endAtOnce();
      assertFailed(checkout.run(), 14, "app-crashes");
      assertServes(before, stack);
      assertWhole(all, own, "a release that went back");

      assertThat(checkout.run("--collect-garbage").exitCode())
          .as("exit code of build.sh --collect-garbage")
          .isZero();
      assertWhole(all, own, "a collection");
    }
  }

  private static void assertWhole(List<Namesake> all, UnusedVolume own, String after) {
    for (Namesake each : all) {
      assertThat(each.whole()).as("a project of a similar name, at first").hasSize(4);
      assertThat(each.left())
          .as("what is left of a project of a similar name after %s", after)
          .isEqualTo(each.whole());
    }
    assertThat(own.isThere()).as("%s, after %s", own, after).isTrue();
  }
}
