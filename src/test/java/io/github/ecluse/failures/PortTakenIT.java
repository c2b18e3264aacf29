package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another program has the application's port. */
@Tag("failures")
@AcceptanceTest
@Order(6)
class PortTakenIT {
  private static final Pattern REMEDY = Pattern.compile(" Remedy: (APP_PORT=(\\d+) .*)");

  @Test
  void theProgramIsNamedBeforeAnythingIsTouched(Stack stack) throws IOException {
    Kept kept = Kept.in(stack);
    stack.compose().down();
    try (ServerSocket other = listener(stack)) {
      PipelineRun run = stack.releases().attempt(Map.of());

      assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(2);
      assertThat(run.lines()).as("lines of build.sh").hasSize(1);
      String line = run.lines().get(0);
      Diagnoses.of("a port is taken before the run", "registry", line, "port-taken");
      assertThat(line)
          .contains("port " + other.getLocalPort())
          .contains("process " + ProcessHandle.current().pid());
      Matcher remedy = REMEDY.matcher(line);
      assertThat(remedy.find()).as("a remedy in: %s", line).isTrue();
      assertThat(stack.releases().paste(remedy.group(1)).succeeded()).as("remedy").isTrue();
      Http.on(URI.create("http://127.0.0.1:" + remedy.group(2))).get("/").then().statusCode(200);
    }
    stack.releases().deploy();
    kept.assertNothingLost();
  }

  @Test
  void aPortThatIsTakenMeanwhile(Stack stack) throws IOException {
    Kept kept = Kept.in(stack);
    AtomicReference<ServerSocket> other = new AtomicReference<>();

    PipelineRun run =
        stack
            .releases()
            .watched(
                line -> {
                  if (line.equals("[*] Starting services...")) {
                    other.set(listener(stack));
                  }
                });

    other.get().close();
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    String remedy = Diagnoses.of("a port is taken during the run", run, "port-taken").remedy();
    assertThat(stack.releases().paste(remedy).succeeded()).as("remedy: %s", remedy).isTrue();
    stack.releases().deploy();
    kept.assertNothingLost();
  }

  private static ServerSocket listener(Stack stack) {
    try {
      return new ServerSocket(stack.appUrl().getPort(), 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
