package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/mutants.md} lists each file of {@code faults/} and {@code variants/} as it is. */
class MutantsPageTest {
  private static final Path PAGE = Path.of("docs", "mutants.md");

  @Test
  void everyFileIsInARowThatSaysWhyAndByWhichCheckItIsDetected() throws IOException {
    List<String> wanted =
        Stream.of("faults", "variants")
            .flatMap(folder -> filesIn(Path.of(folder)))
            .map(MutantsPageTest::row)
            .toList();
    List<String> rows = rows();

    assertThat(without(wanted, rows)).as("rows that docs/mutants.md lacks").isEmpty();
    assertThat(without(rows, wanted)).as("rows of docs/mutants.md without a file").isEmpty();
  }

  private static List<String> rows() throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines
          .filter(line -> line.startsWith("| `"))
          .map(MutantsPageTest::withoutTimes)
          .toList();
    }
  }

  private static List<String> without(List<String> all, List<String> some) {
    return all.stream().filter(row -> !some.contains(row)).toList();
  }

  private static Stream<Path> filesIn(Path folder) {
    return Stream.of(folder.toFile().listFiles())
        .map(file -> folder.resolve(file.getName()))
        .filter(file -> file.toString().endsWith(".diff"));
  }

  private static String row(Path file) {
    String name = file.getFileName().toString().replace(".diff", "");
    String check = value(file, "check");
    return "| `%s` | %s |".formatted(name, value(file, "why"))
        + (check.isEmpty() ? "" : " `%s` |".formatted(check));
  }

  private static String value(Path file, String key) {
    return Sources.read(file)
        .lines()
        .takeWhile(line -> !line.startsWith("--- "))
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> line.substring(key.length() + 2))
        .findFirst()
        .orElse("");
  }

  private static String withoutTimes(String row) {
    return row.replaceFirst("( \\d+ others \\|)? \\d+ \\|$", "");
  }
}
