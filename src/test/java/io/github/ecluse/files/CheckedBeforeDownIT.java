package io.github.ecluse.files;

import static io.github.ecluse.checkout.Outcomes.assertFailed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static io.github.ecluse.checkout.Outcomes.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake that can be seen before {@code down} takes nothing down. */
@Tag("settings")
@AcceptanceTest
@Order(10)
class CheckedBeforeDownIT {
  private static final int BAD_INPUT = 2;
  private static final int CHECK = 18;

  private static final String ONE_MORE =
      """
      services:
        more:
          image: %s
          entrypoint: [sleep, infinity]
          stop_signal: SIGKILL
          %s
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db: {image: 'mariadb:10.111'}",
        "db: {image: 'no-such-image-of-ecluse'}",
        "registry: {image: 'registry:22'}",
        "more: {image: 'no-such-image-of-ecluse:1'}"
      })
  @Order(1)
  void anImageThatCanNotBeHad(String service, Stack stack) {
    PipelineRun run =
        assertNothingGoesDown("services: {" + service + "}\n", "image-missing", stack);

    assertThat(printed(run)).as("the image is named").contains(imageIn(service));
  }

  private static String imageIn(String service) {
    return service.split("'", -1)[1];
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:%s:80", "%s:80"})
  @Order(2)
  void aPortOfAnotherServiceThatIsTaken(String ports, Stack stack) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String published = "ports: ['" + ports.formatted(other.getLocalPort()) + "']";

      assertNothingIsStarted(
          ONE_MORE.formatted(ProbeContainer.IMAGE, published),
          Integer.toString(other.getLocalPort()),
          stack);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"db", "app"})
  @Order(3)
  void aNameThatAnotherContainerHas(String service, Stack stack) {
    String name = stack.compose().name() + "-taken";
    DockerCommand.docker("create", "--name", name, ProbeContainer.IMAGE.toString()).run().orThrow();
    try {
      String overlay = "services: {%s: {container_name: %s}}\n".formatted(service, name);

      assertNothingIsStarted(overlay, name, stack);
    } finally {
      DockerCommand.docker("rm", "-f", name).run().orThrow();
    }
  }

  @Test
  @Order(4)
  void aSubnetThatAnotherNetworkHas(Stack stack) {
    String name = stack.compose().name() + "-foreign";
    DockerCommand.docker("network", "create", "--subnet", "10.231.14.0/24", name).run().orThrow();
    try {
      PipelineRun run =
          assertNothingGoesDown(
              "networks: {secure_back: {ipam: {config: [{subnet: 10.231.14.128/25}]}}}\n",
              "subnet-taken",
              stack);

      assertThat(printed(run)).as("the subnet is named").contains("10.231.14.128/25");
    } finally {
      DockerCommand.docker("network", "rm", name).run().orThrow();
    }
  }

  private static void assertNothingIsStarted(String overlay, String named, Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(overlay)) {
      Untouched before = Untouched.in(stack);

      assertRefused(checkout.run(), BAD_INPUT, named);

      before.assertUntouched();
    }
  }

  private static PipelineRun assertNothingGoesDown(String overlay, String mode, Stack stack) {
    try (Checkout checkout = Checkout.of(stack).overlay(overlay)) {
      Untouched before = Untouched.in(stack);
      Application.of(stack).addToPages("a release with a mistake");

      PipelineRun run = checkout.run();

      assertFailed(run, CHECK, mode);
      assertThat(run.lines()).doesNotContain("[*] Stopping containers...");
      before.assertServicesUntouched();
      return run;
    }
  }
}
