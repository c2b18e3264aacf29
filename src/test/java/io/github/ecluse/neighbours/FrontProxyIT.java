package io.github.ecluse.neighbours;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy of the user's own, on a network of the application, that keeps the old address. */
@Tag("settings")
@AcceptanceTest
@Order(5)
class FrontProxyIT {
  @ParameterizedTest
  @CsvSource({"plain,", "rolling,--rolling"})
  void itIsNamedWithWhatToDo(String mode, String option, Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String name = stack.compose().name() + "-front-" + mode;
      String network = stack.compose().network("secure_front");
      checkout.undoneBy(() -> stack.compose().command("docker", "rm", "-f", name));
      stack
          .compose()
          .command(
              "docker",
              "run",
              "-d",
              "--name",
              name,
              "--network",
              network,
              "--entrypoint",
              "sleep",
              ProbeContainer.IMAGE.toString(),
              "infinity")
          .orThrow();
      String[] options = option == null ? new String[0] : new String[] {option};

      PipelineRun run = checkout.run(options);

      assertDeployed(run, stack);
      assertThat(run.lines())
          .contains(
              "    %s is on %s and may still ask app's old address: docker restart %s"
                  .formatted(name, network, name));
    }
  }
}
