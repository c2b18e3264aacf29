package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that a page shows exist, and take the options that it gives them. */
class CommandsTest {
  private static final Pattern PROFILE = Pattern.compile("-P([\\w-]+)");
  private static final Pattern PROPERTY = Pattern.compile("-D([\\w.]+)(?:=(.*))?");
  private static final Pattern TEST = Pattern.compile("(\\w+)(?:#(\\w+))?");

  static List<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyScriptExistsAndKnowsItsOptions(MarkdownPage page) {
    commands(page, false)
        .forEach(
            command -> {
              Path script = Path.of(command.program());
              assertThat(script).as("script of: %s, in %s", command, page).isExecutable();
              assertThat(command.arguments().stream().filter(word -> word.startsWith("--")))
                  .as("options of: %s, in %s", command, page)
                  .allMatch(option -> Sources.read(script).contains(" " + option));
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyOptionOfMavenHasAnEffect(MarkdownPage page) {
    commands(page, true)
        .forEach(
            command ->
                assertThat(command.arguments())
                    .as("arguments of: %s, in %s", command, page)
                    .allMatch(CommandsTest::hasAnEffect));
  }

  /** {@code .ci/run} runs them, line by line, up to the first fence that follows. */
  @Test
  void theReadmeBeginsWithTheCommandsThatContinuousIntegrationRuns() {
    MarkdownPage readme = MarkdownPage.of(Path.of("README.md"));
    List<String> fences = readme.lines().stream().filter(line -> line.startsWith("```")).toList();

    assertThat(fences).as("fences of README.md").startsWith("```sh");
    assertThat(readme.shellLines()).startsWith("./build.sh --provision", "mvn verify -Pprovision");
  }

  private static Stream<ShellCommand> commands(MarkdownPage page, boolean ofMaven) {
    return ShellCommand.in(page).stream()
        .filter(command -> command.program().equals("mvn") == ofMaven);
  }

  private static boolean hasAnEffect(String argument) {
    Matcher profile = PROFILE.matcher(argument);
    if (profile.matches()) {
      return Sources.read(Path.of("pom.xml")).contains("<id>" + profile.group(1) + "</id>");
    }
    Matcher property = PROPERTY.matcher(argument);
    return !property.matches() || isRead(property.group(1), property.group(2));
  }

  private static boolean isRead(String property, String value) {
    return switch (property) {
      case "it.test", "test" -> isTest(value);
      case "fault" ->
          Stream.of(value.split(","))
              .allMatch(name -> name.startsWith("<") || Sources.haveFile(name + ".diff"));
      case "skipITs" -> true;
      case "skipUnitTests" -> Sources.read(Path.of("pom.xml")).contains("${" + property + "}");
      default -> Sources.contain("\"" + property + "\"");
    };
  }

  private static boolean isTest(String value) {
    Matcher test = TEST.matcher(value);
    return test.matches() && Sources.haveClass(test.group(1), Optional.ofNullable(test.group(2)));
  }
}
