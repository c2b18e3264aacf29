package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.gate.GateReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of all changes writes, and what it prints on the way. */
class ScoreTest {
  private static final List<String> PLANNED = List.of("PipelineIT.deploys", "NetworkIT.pings");

  @Test
  void theTableHasARowForEachVerdict() {
    assertThat(new Score(Map.of("processors", 2), 2, List.of(right(), wrong())).table())
        .isEqualToNormalizingNewlines(
            """
            processors: 2

            | change | meant for | right | seen | seconds |
            |---|---|---|---|---|
            | name | nothing | yes | nothing | 7 |
            | name | nothing | NO | NetworkIT.pings did not run | 7 |

            score: 1 of 2
            """);
  }

  @Test
  void aChangeWithoutAVerdictCountsAsNotRight() {
    assertThat(new Score(Map.of(), 3, List.of(right())).table()).contains("score: 1 of 3");
  }

  @Test
  void theNumbersOfChecksAreWritten(@TempDir Path directory) throws IOException {
    new Score(Map.of(), 1, List.of(wrong())).writeTo(directory);

    JsonNode all = new ObjectMapper().readTree(directory.resolve("faults.json").toFile());
    assertThat(all.at("/changes/0/checks planned").asInt()).isEqualTo(2);
    assertThat(all.at("/changes/0/checks run").asInt()).isEqualTo(1);
  }

  @Test
  void eachVerdictIsPrintedWithItsNumberAndTheTimeThatIsLeft() {
    Progress progress = new Progress(4, 3);

    assertThat(progress.line(right(), Duration.ofSeconds(20)))
        .startsWith("1 of 4, about 40 s left | name |");
    // Two in one run.
    Verdict together =
        Verdicts.verdict(Verdicts.change("", ""), new GateReport(PLANNED, List.of(), ""), "b");
    progress.line(together, Duration.ofMinutes(6));
    assertThat(progress.line(together, Duration.ofMinutes(6)))
        .startsWith("3 of 4, about 3 min left");
    assertThat(progress.line(right(), Duration.ofMinutes(9))).startsWith("4 of 4, about 0 s left");
  }

  private static Verdict right() {
    return on(PLANNED);
  }

  private static Verdict wrong() {
    return on(PLANNED.subList(0, 1));
  }

  private static Verdict on(List<String> passed) {
    return Verdicts.verdict(
        Verdicts.change("", ""), new GateReport(PLANNED, Verdicts.passed(passed), ""));
  }
}
