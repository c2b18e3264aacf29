package io.github.ecluse.settings;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.LocalTime;
import io.github.ecluse.checkout.OtherCheckout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.Command;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where it runs: beside strangers on {@code ::1}, in other locales, folders and terminals. */
@Tag("settings")
@AcceptanceTest
@Order(22)
class MachinesIT {
  @ParameterizedTest
  @ValueSource(strings = {"the registry", "the application"})
  @Order(1)
  void aStrangerThatHasThePortOnIpv6IsNamed(String whose, Stack stack) throws IOException {
    try (Checkout checkout = Checkout.of(stack)) {
      int port =
          whose.equals("the registry")
              ? stack.registry().uri().getPort()
              : stack.appUrl().getPort();
      Untouched before = Untouched.in(stack);
      try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getAllByName("::1")[0])) {
        assertThat(stranger.isBound()).isTrue();

        assertRefused(checkout.run(), 2, "::1", Integer.toString(port));
      }
      before.assertUntouched();
    }
  }

  /** West of Greenwich the clock of the wall shows an hour that is over, east one to come. */
  @ParameterizedTest
  @CsvSource({"de_DE, America/New_York, -0", "tr_TR, Asia/Kolkata, +0530"})
  @Order(2)
  void anotherDecimalPointAlphabetAndTimeZoneAreFine(
      String locale, String zone, String offset, Stack stack, @TempDir Path locales) {
    try (Checkout checkout = Checkout.of(stack)) {
      String place = locales.resolve(locale + ".UTF-8").toString();
      Command.of("localedef", "-i", locale, "-f", "UTF-8", place).run().orThrow();
      Map<String, String> variables =
          Map.of("LOCPATH", locales.toString(), "LC_ALL", locale + ".UTF-8");
      List<String> date = new ArrayList<>(LocalTime.in(zone));
      date.addAll(List.of("date", "+%z"));
      assertThat(Command.of(date).run().orThrow().stdout())
          .as("offset from UTC of the machine's clock, in %s", zone)
          .startsWith(offset);

      PipelineRun run = checkout.runBy(LocalTime.in(zone), variables);

      assertDeployed(run, stack);
      assertThat(run.lines())
          .as("times of the stages")
          .anyMatch(line -> line.matches(".* build \\d+\\.\\d s, .* in all \\d+\\.\\d s"));
    }
  }

  @Test
  @Order(3)
  void linksThatLeadNowhereStayOutOfTheImage(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      Digest before = assertDeployed(checkout.run(), stack).digest();
      checkout
          .danglingLink(".#compose.yml")
          .danglingLink("app/.#app.py")
          .write("app/.app.py.swp", "a lock file of an editor")
          .write("app/app.py~", "what an editor keeps");

      assertThat(assertDeployed(checkout.run(), stack).digest())
          .as("digest of an image of the same source")
          .isEqualTo(before);
      assertDeployed(checkout.run("--rolling"), stack);
    }
  }

  @Test
  @Order(4)
  void aFolderWithSpacesIsFine(Stack stack, @TempDir Path folder) {
    try (OtherCheckout checkout =
        OtherCheckout.insteadOf(stack, folder.resolve("my projects/it's écluse"))) {
      assertDeployed(checkout.run(), stack, checkout.project());
      assertDeployed(checkout.run("--rolling"), stack, checkout.project());
    }
  }

  @Test
  @Order(5)
  void aTerminalIsFine(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      PipelineRun run =
          checkout.runBy(
              List.of("bash", "-c", "exec script -qefc \"$*\" /dev/null", "terminal"), Map.of());

      assertThat(run.exitCode()).as("exit code of build.sh:%n%s", run.lines()).isZero();
      assertThat(run.lines()).anyMatch(line -> line.contains("✓ deploy"));
      stack.services().awaitWell(stack.workspace().promise().services());
    }
  }
}
