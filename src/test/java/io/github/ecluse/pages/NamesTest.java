package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files, classes, methods and variables that a page names in backticks exist. */
class NamesTest {
  private static final Pattern CLASS =
      Pattern.compile("([A-Z][a-z0-9]+[A-Z]\\w*|[A-Z][a-z]\\w*(?:IT|Test))(?:[.#](\\w+))?");
  private static final Pattern VARIABLE = Pattern.compile("([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=.*)?");
  private static final Pattern FILE =
      Pattern.compile("[\\w.-]+\\.(sh|md|yml|xml|properties|py|jq|cfg|java|diff|list)");
  private static final Pattern PATH = Pattern.compile("([\\w.-]+)/[\\w./-]*");

  /** A name of Docker's API, and a file that users add to a stack. */
  private static final Set<String> FOREIGN = Set.of("RepoDigests", "compose.override.yml");

  static List<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyClassAndMethodExists(MarkdownPage page) {
    named(page, CLASS)
        .forEach(
            name ->
                assertThat(Sources.haveClass(name.group(1), Optional.ofNullable(name.group(2))))
                    .as("a class %s, named in %s", name.group(), page)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyVariableIsReadSomewhere(MarkdownPage page) {
    named(page, VARIABLE)
        .forEach(
            name ->
                assertThat(Sources.contain(name.group(1)))
                    .as("the variable %s, named in %s", name.group(), page)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyFileExists(MarkdownPage page) {
    named(page, FILE)
        .forEach(
            name ->
                assertThat(Sources.haveFile(name.group()))
                    .as("a file %s, named in %s", name.group(), page)
                    .isTrue());
    named(page, PATH)
        .filter(name -> !name.group(1).equals("target") && Files.isDirectory(top(name)))
        .forEach(
            name -> assertThat(Path.of(name.group())).as("a path, named in %s", page).exists());
  }

  private static Path top(Matcher path) {
    return Path.of(path.group(1));
  }

  private static Stream<Matcher> named(MarkdownPage page, Pattern pattern) {
    return page.codeSpans().stream()
        .filter(name -> !FOREIGN.contains(name))
        .map(pattern::matcher)
        .filter(Matcher::matches);
  }
}
