package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.gate.GateRun;
import io.github.ecluse.process.Command;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code faults/} and {@code variants/}: each still fits the stack and the gate. */
class ChangesTest {
  private static final StackDirectory STACK = StackDirectory.ofThisProject();
  private static final Catalogue CATALOGUE = Catalogue.of(STACK);

  /** All are tried on one copy, and each is taken back. */
  @TempDir private static Path folder;

  private static Path copy;

  @BeforeAll
  static void copyTheStack() throws IOException {
    copy = STACK.copyTo(folder.resolve("stack")).path();
    // What a user has laid over the stack here is no part of what is changed.
    Files.deleteIfExists(copy.resolve("compose.override.yml"));
  }

  static Stream<Change> all() {
    return Stream.concat(faults(), CATALOGUE.variants().stream());
  }

  static Stream<Change> faults() {
    return CATALOGUE.faults().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachSaysWhyItIsMadeAndStillApplies(Change change) {
    assertThat(change.why()).as("why of %s", change.file()).isNotBlank();

    assertThat(change.appliesTo(copy))
        .as("whether %s applies; if not, make its change again on the new text", change.file())
        .isTrue();
    change.applyTo(copy);
    change.takeBackFrom(copy);
  }

  /** Git passes over lines beyond those that a hunk's head counts. */
  @ParameterizedTest
  @MethodSource("all")
  void eachIsAppliedToItsLastLine(Change change) throws IOException {
    long lines =
        Files.readAllLines(change.file()).stream()
            .filter(line -> line.matches("[+-](?![+-]{2} ).*"))
            .count();
    String counts =
        Command.of("git", "apply", "--numstat", change.file().toString()).run().orThrow().stdout();
    long counted =
        counts
            .lines()
            .flatMap(line -> Stream.of(line.split("\t", 3)).limit(2))
            .mapToLong(Long::parseLong)
            .sum();

    assertThat(counted).as("changed lines that git sees in %s", change.file()).isEqualTo(lines);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultNamesACheckThatExistsAndWhatItMustSay(Change fault) {
    assertThat(fault.says()).as("says of %s", fault.file()).isNotBlank();
    Class<?> type = GateRun.classOf(fault.checkClass());
    assertThat(Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()))
        .as("checks of %s", type)
        .contains(fault.check().split("\\.", 2)[1]);
  }

  @Test
  void oneThatStandsApartSaysFromWhich() {
    assertThat(CATALOGUE.variants())
        .as("variants")
        .extracting(Change::name)
        .containsAll(
            CATALOGUE.variants().stream()
                .map(Change::apart)
                .filter(name -> !name.isEmpty())
                .toList());
  }

  /** A variant with a check would be judged as a fault. */
  @Test
  void noVariantNamesACheck() {
    assertThat(CATALOGUE.variants()).as("variants").isNotEmpty().noneMatch(Change::isFault);
  }
}
