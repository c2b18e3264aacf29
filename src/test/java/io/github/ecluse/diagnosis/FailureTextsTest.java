package io.github.ecluse.diagnosis;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real runs printed, on each engine that was shown: a folder for each engine, a file for each
 * failure, as {@code mvn verify -Pfailures} leaves them in {@code target/ecluse/texts}.
 */
class FailureTextsTest {
  private static final Path ENGINES = Path.of("src/test/resources/engines");
  private static final Path DOCUMENT = Path.of("docs/troubleshooting.md");

  /** A text that a run left: what was brought about, its mode and stage, the engine, the words. */
  private record Captured(Map<String, String> head, String words) {
    static Captured in(Path file) {
      try {
        String[] parts = Files.readString(file).split("\n\n", 2);
        return new Captured(
            parts[0]
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])),
            parts[1]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String engine() {
      return head.get("engine").replaceAll("\\+dfsg\\d*|-\\d+$", "");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFailureIsRecognisedInTheWordsOfEachEngine(Path file) {
    Captured text = Captured.in(file);
    String stage = text.head.get("stage");

    assertThat(
            stage.equals("gate") ? FailureModes.in(text.words) : FailureModes.in(stage, text.words))
        .as("diagnosis of stage %s in %s", stage, file)
        .map(FailureMode::name)
        .contains(text.head.get("mode"));
  }

  /** An engine without the text of a failure would be an engine on which nobody has seen it. */
  @Test
  void theDocumentHasTheTableOfAllFailuresOnAllEngines() throws IOException {
    Map<String, Map<String, String>> modes = new TreeMap<>();
    SortedMap<String, String> engines = new TreeMap<>();
    for (Path file : files()) {
      Captured text = Captured.in(file);
      engines.merge(text.engine(), text.head.get("date"), BinaryOperator.maxBy(naturalOrder()));
      modes
          .computeIfAbsent(text.head.get("failure"), failure -> new TreeMap<>())
          .put(text.engine(), "`" + text.head.get("mode") + "`");
    }

    StringBuilder table = new StringBuilder("| failure caused |");
    engines.forEach((engine, date) -> table.append(" %s (%s) |".formatted(engine, date)));
    table.append("\n").append("|---".repeat(engines.size() + 1)).append("|\n");
    modes.forEach(
        (failure, byEngine) -> {
          assertThat(byEngine.keySet())
              .as("engines that have shown: %s", failure)
              .isEqualTo(engines.keySet());
          table.append("| %s | %s |\n".formatted(failure, String.join(" | ", byEngine.values())));
        });
    assertThat(engines).as("engines").hasSizeGreaterThanOrEqualTo(3);
    assertThat(Files.readString(DOCUMENT)).contains(table);
  }

  static List<Path> files() {
    try (Stream<Path> files = Files.walk(ENGINES)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
