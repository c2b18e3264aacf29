package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of mutants list each file of {@code faults/} and {@code variants/} as it is. */
class MutantsPageTest {
  @ParameterizedTest
  @CsvSource({
    "faults, mutants.md more-mutants.md production-mutants.md",
    "variants, equivalent-mutants.md"
  })
  void everyFileIsInARowThatSaysWhyAndByWhichCheckItIsDetected(String folder, String pages) {
    List<String> wanted = filesIn(Path.of(folder)).map(MutantsPageTest::row).toList();
    List<String> rows =
        Stream.of(pages.split(" ")).flatMap(page -> rows(Path.of("docs", page)).stream()).toList();

    assertThat(without(wanted, rows))
        .as("rows that the last of these pages lacks: %s", pages)
        .isEmpty();
    assertThat(without(rows, wanted)).as("rows of these pages without a file: %s", pages).isEmpty();
  }

  private static List<String> rows(Path page) {
    return Sources.read(page).lines().filter(line -> line.startsWith("| `")).toList();
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
}
