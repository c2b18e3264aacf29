package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Numbers that several pages name are the ones that were measured. */
class NumbersTest {
  private static final String README = read("README.md");
  private static final String SPEED = read("docs/speed.md");
  private static final String RESULTS = read("bench/results.md");
  private static final Pattern RATIO =
      Pattern.compile("(?m)^\\|.*\\| 0*(\\d)\\.(\\d\\d) \\| ≤ 0*(\\d)\\.(\\d\\d) \\|$");
  private static final Pattern VERDICTS = Pattern.compile("\\d+ of \\d+");
  private static final Pattern ROLLING =
      Pattern.compile("20 rolling releases \\|.*?\\| (\\d+) \\| 0 \\|");
  private static final Pattern CROWD =
      Pattern.compile("1000 idle.*?\\| (\\d+) \\| 0 \\| (\\d+) \\|");
  private static final Pattern EXIT_CODE = Pattern.compile("(?<![\\w.])(\\d+) [a-z]|(1\\d\\d)");

  private static String read(String page) {
    return Sources.read(Path.of(page));
  }

  @Test
  void ratiosAreThoseOfTheBench() {
    List<String> rows = RATIO.matcher(RESULTS).results().map(NumbersTest::inPercent).toList();

    assertThat(rows).as("ratios in bench/results.md").hasSize(4);
    assertThat(SPEED).contains(rows);
    assertThat(README).contains("after " + rows.get(0).split(" \\|", 2)[0].substring(2));
  }

  private static String inPercent(MatchResult ratio) {
    return "| %s %% | %s %% |"
        .formatted(
            Integer.parseInt(ratio.group(1) + ratio.group(2)),
            Integer.parseInt(ratio.group(3) + ratio.group(4)));
  }

  @Test
  void requestsAreThoseOfTheBench() {
    MatchResult rolling = ROLLING.matcher(RESULTS).results().findFirst().orElseThrow();
    MatchResult crowd =
        CROWD.matcher(read("bench/under-load.md")).results().findFirst().orElseThrow();

    assertThat(README)
        .contains("0 of %s failed".formatted(rolling.group(1)))
        .contains(
            "0 of %s requests failed, median %s ms".formatted(crowd.group(1), crowd.group(2)));
  }

  @Test
  void verdictsAreThoseOfTheLastFullRun() {
    List<String> verdicts =
        VERDICTS
            .matcher(read("docs/fault-detection.md"))
            .results()
            .limit(2)
            .map(MatchResult::group)
            .toList();

    assertThat(README).contains(verdicts);
  }

  @Test
  void exitCodesAreThoseOfTheScript() {
    String script = read("build.sh");
    String usage = script.substring(script.indexOf("Exit codes:"), script.indexOf("\nTEXT"));
    List<String> codes =
        EXIT_CODE
            .matcher(usage)
            .results()
            .map(match -> match.group().replaceAll("\\D", ""))
            .toList();

    assertThat(read("docs/pipeline.md").lines().filter(line -> line.matches("\\| \\d.*")))
        .as("exit codes of docs/pipeline.md")
        .flatExtracting(line -> List.of(line.substring(2, line.indexOf(" |", 2)).split(", ", -1)))
        .containsExactlyElementsOf(codes);
  }

  @Test
  void theVersionIsThatOfTheProject() {
    MatchResult version =
        Pattern.compile("<artifactId>ecluse</artifactId>\\s*<version>([^<]+)<")
            .matcher(read("pom.xml"))
            .results()
            .findFirst()
            .orElseThrow();

    assertThat(README).contains("io.github.ecluse:ecluse:" + version.group(1));
    assertThat(read("CHANGELOG.md")).contains("## " + version.group(1).replace("-SNAPSHOT", ""));
  }
}
