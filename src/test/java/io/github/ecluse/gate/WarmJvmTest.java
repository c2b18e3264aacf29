package io.github.ecluse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that run a gate to its end, and one that dies on the way. */
class WarmJvmTest {
  @TempDir private Path place;

  @Test
  void aDeadJvmIsARunThatWasCutShortAndAnotherIsStarted() throws IOException {
    try (WarmJvm jvm = new WarmJvm()) {
      GateReport died = run(jvm, Samples.Dying.class);

      assertThat(died.trouble()).contains("cut short");
      assertThat(died.outcomes())
          .extracting(Outcome::check)
          .containsExactly("Samples$Dying.passes");
      assertThat(Files.readString(place.resolve("console.log"))).contains("The gate's JVM ended");

      assertThat(run(jvm, Samples.Passing.class).gaps()).isEmpty();
      assertThat(run(jvm, Samples.NotCleaned.class).failed()).hasSize(1);
    }
  }

  @Test
  void resultsOfAnotherRunAreNotTaken() throws IOException {
    try (WarmJvm jvm = new WarmJvm()) {
      assertThat(run(jvm, Samples.Passing.class).gaps()).isEmpty();
    }
    GateReport nothing = run(new OwnJvm(words -> Command.of("true")), Samples.Passing.class);

    assertThat(nothing.outcomes()).isEmpty();
    assertThat(nothing.trouble()).contains("wrote no results");
  }

  @Test
  void aJvmOfItsOwnReportsTheSame() {
    GateReport report = run(new OwnJvm(Command::of), Samples.Passing.class);

    assertThat(report.gaps()).isEmpty();
    assertThat(report.checksThatRan()).isEqualTo(1);
  }

  private GateReport run(GateJvm jvm, Class<?> type) {
    return new GateRun(jvm).of(place, List.of(type.getName()));
  }
}
