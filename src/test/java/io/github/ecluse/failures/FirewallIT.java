package io.github.ecluse.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.process.CommandResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody has flushed the firewall's rules, the engine's among them: of a second engine. */
@Tag("failures")
@OwnStacks
@Order(27)
@Execution(ExecutionMode.CONCURRENT)
class FirewallIT {
  /** In the network of the second engine, and nowhere else. */
  private static final String FLUSH =
      "iptables -F && iptables -X && iptables -t nat -F && iptables -t nat -X";

  @Test
  void itIsToldAndARestartOfTheEngineMendsIt(@TempDir Path folder, TestStacks stacks) {
    SecondStack stack = stacks.add(SecondStack.in(folder));
    stack.run("./build.sh").orThrow();
    stack.run("bash", "-c", FLUSH).orThrow();

    CommandResult run = stack.run("./build.sh");

    assertThat(run.succeeded()).as("build.sh without the engine's rules").isFalse();
    Diagnoses.of("the firewall's rules are flushed", SecondStack.lines(run), "firewall-flushed");
    stack.restartEngine();
    stack.run("./build.sh").orThrow();
    stack.run("curl", "-sf", "http://127.0.0.1:8080/db").orThrow();
  }
}
