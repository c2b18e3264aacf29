package io.github.ecluse.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  @Test
  void keepsBothOutputsAndTheExitCodeOfACommandThatFails() {
    CommandResult result = Command.of("sh", "-c", "echo out; echo err >&2; exit 7").run();

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.stdout()).isEqualTo("out");
    assertThat(result.stderr()).isEqualTo("err");
  }

  @Test
  void saysTheWholeCommandAndAllItPrintedWhenAFailureCounts() {
    CommandResult result = Command.of("sh", "-c", "echo out; echo err >&2; exit 7").run();

    assertThatThrownBy(result::orThrow)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContainingAll("sh -c", "exit code 7", "stdout:\n  out", "stderr:\n  err");
  }

  @Test
  void passesArgumentsAsTheyAre() {
    assertThat(Command.of("printf", "%s", "a b  'c' $HOME *").run().stdout())
        .isEqualTo("a b  'c' $HOME *");
  }

  @Test
  void runsInItsDirectoryWithItsEnvironment(@TempDir Path directory) {
    CommandResult result =
        Command.of("sh", "-c", "echo $CANAL; pwd").in(directory).with(Map.of("CANAL", "x")).run();

    assertThat(result.stdout().lines()).containsExactly("x", directory.toString());
  }

  @Test
  void endsTheCommandAndAllItStartedWhenTimeIsUp(@TempDir Path directory) throws Exception {
    Path pid = directory.resolve("pid");
    Command command =
        Command.of("sh", "-c", "sleep 300 & echo $! > " + pid + "; wait")
            .within(Duration.ofMillis(500));

    assertThatThrownBy(command::run)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("did not end within");

    long child = Long.parseLong(Files.readString(pid).strip());
    await("the child has ended")
        .atMost(Duration.ofSeconds(5))
        .until(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
  }

  @Test
  void saysThatACommandCanNotBeStarted() {
    assertThatThrownBy(() -> Command.of("no-such-command").run())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("could not be started");
  }

  @Test
  void drainsMoreThanAPipeHolds() {
    assertThat(Command.of("sh", "-c", "seq 1 200000").run().stdout()).endsWith("200000");
  }

  @Test
  void handsOverEachLineOfBothOutputs() {
    List<String> lines = new CopyOnWriteArrayList<>();

    Command.of("sh", "-c", "echo out; echo err >&2").onLine(lines::add).run();

    assertThat(lines).containsExactlyInAnyOrder("out", "err");
  }

  @Test
  void anExceptionOfACallbackIsThrownOnceTheCommandHasEnded(@TempDir Path directory) {
    Path end = directory.resolve("end");
    Command command =
        Command.of("sh", "-c", "echo out; sleep 0.2; touch " + end)
            .onLine(
                line -> {
                  throw new AssertionError("not this line: " + line);
                });

    assertThatThrownBy(command::run)
        .isInstanceOf(AssertionError.class)
        .hasMessage("not this line: out");
    assertThat(end).as("what the command does last").exists();
  }

  @Test
  void aFailureHasTheCommandItsExitCodeAndItsCauseAsFields() {
    assertThatThrownBy(() -> Command.of("sh", "-c", "exit 7").run().orThrow())
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e.command()).containsExactly("sh", "-c", "exit 7");
              assertThat(e.exitCode()).hasValue(7);
            });
    assertThatThrownBy(() -> Command.of("no-such-command").run())
        .hasCauseInstanceOf(IOException.class)
        .isInstanceOfSatisfying(
            CommandFailedException.class, e -> assertThat(e.exitCode()).isEmpty());
  }
}
