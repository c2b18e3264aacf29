package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run of the whole catalogue writes on its page. */
class ResultPageTest {
  private static final String PAGE = "# Faults\n\n## Result\n\nold\n\n## Run mutants\n\ntext\n";

  @Test
  void theResultIsReplacedAndNamesWhatIsNotRight() {
    List<Verdict> verdicts =
        List.of(
            Verdicts.onAFault(
                Verdicts.with(Verdicts.FOUND, "PipelineIT.deploys", "NetworkIT.pings")),
            Verdicts.onAVariant(Verdicts.with(Verdicts.FOUND, "PipelineIT.deploys")));

    assertThat(new ResultPage(Map.of("processors", 2), verdicts, 2, 1).laidInto(PAGE))
        .isEqualToNormalizingNewlines(
            """
            # Faults

            ## Result

            **1 of 2 mutants detected, and 0 of 1 equivalent mutants accepted.**

            | | |
            |---|---|
            | processors | 2 |
            | seconds for one mutant, three at a time | 7 to 7, half of them at most 7 |
            | seconds for a copy with equivalent mutants | 7 to 7, half of them at most 7 |

            - `name`: NetworkIT.pings did not run, HealthIT.notices did not run, NetworkIT.listens: port 9000 is open

            ## Run mutants

            text
            """);
  }
}
