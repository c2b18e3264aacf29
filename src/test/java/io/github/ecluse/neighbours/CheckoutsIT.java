package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.OtherCheckout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two checkouts whose folders have the same name: one Compose project. */
@Tag("settings")
@AcceptanceTest
@Order(4)
class CheckoutsIT {
  @ParameterizedTest
  @CsvSource({"plain,", "rolling,--rolling", "collect,--collect-garbage"})
  @Order(1)
  void theSecondIsRefusedAndToldOfTheFirst(
      String mode, String option, Stack stack, @TempDir Path folder) {
    // Whatever the second one takes is deployed again afterwards.
    try (Checkout first = Checkout.of(stack);
        OtherCheckout second =
            OtherCheckout.ofTheSameProject(stack, folder.resolve("the second one"))) {
      Untouched before = Untouched.in(stack);
      String[] options = option == null ? new String[0] : new String[] {option};

      assertRefused(
          second.run(options), 2, stack.workspace().directory().toString(), "COMPOSE_PROJECT_NAME");

      before.assertUntouched();
      assertThat(first.read("compose.yml")).isNotEmpty();
    }
  }

  @Test
  @Order(2)
  void aFolderThatIsGoneKeepsNobodyOut(Stack stack, @TempDir Path folder) {
    try (OtherCheckout first = OtherCheckout.insteadOf(stack, folder.resolve("the first one"))) {
      assertDeployed(first.run(), stack, first.project());
      first.delete();
      OtherCheckout second = first.again(folder.resolve("the second one"));

      assertDeployed(second.run(), stack, second.project());
    }
  }
}
