package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A decision that is named by its number exists. */
class DecisionsTest {
  private static final Path FOLDER = Path.of("docs", "adr");
  private static final Pattern NAMED = Pattern.compile("ADR (\\d{4}(?:,\\s+\\d{4})*)");

  @Test
  void everyNumberThatPagesAndCodeNameIsOfADecision() throws IOException {
    Set<String> decisions;
    try (Stream<Path> files = Files.list(FOLDER)) {
      decisions =
          files
              .map(file -> file.getFileName().toString().substring(0, 4))
              .collect(Collectors.toSet());
    }

    assertThat(decisions).as("decisions").containsAll(named());
  }

  private static Set<String> named() {
    return Sources.texts()
        .flatMap(text -> NAMED.matcher(text).results())
        .flatMap(match -> Stream.of(match.group(1).split(",\\s+")))
        .collect(Collectors.toSet());
  }
}
