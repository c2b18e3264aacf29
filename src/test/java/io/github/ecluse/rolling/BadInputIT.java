package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that build.sh does not take: it says so in one line, and touches nothing. */
@Tag("rolling")
@AcceptanceTest
@Order(6)
class BadInputIT {
  private static final int BAD_INPUT = 2;

  @ParameterizedTest
  @ValueSource(
      strings = {"--tag", "--tag latest", "--tag a/b", "--rollback", "--tag a --rollback b", "-x"})
  @Order(1)
  @Claim("versions-kept")
  void badInputIsOneLineAndExitCode2(String options, Stack stack) {
    stack.ensureReleased();
    String container = stack.application().id();

    PipelineRun run = stack.releases().attempt(Map.of(), options.split(" ", -1));

    assertThat(run.exitCode()).as("exit code of build.sh %s", options).isEqualTo(BAD_INPUT);
    assertThat(run.lines()).hasSize(1).allMatch(line -> line.contains("Remedy: "));
    assertThat(stack.application().id()).as("container that serves").isEqualTo(container);
  }
}
