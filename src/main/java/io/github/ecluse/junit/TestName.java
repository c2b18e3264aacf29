package io.github.ecluse.junit;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The name of a test, which is also that of a folder. */
final class TestName {
  /** The numbers of an invocation of a parameterized, repeated or dynamic test. */
  private static final Pattern INVOCATION =
      Pattern.compile("\\[(?:test-template-invocation|dynamic-container|dynamic-test):#(\\d+)]");

  private TestName() {}

  /** Returns class and method, with the number of the invocation where there is more than one. */
  static String of(ExtensionContext context) {
    ExtensionContext written = written(context);
    String name =
        written.getRequiredTestClass().getSimpleName()
            + written.getTestMethod().map(method -> "." + method.getName()).orElse("");
    return INVOCATION
        .matcher(context.getUniqueId())
        .results()
        .map((MatchResult match) -> "[" + match.group(1) + "]")
        .collect(Collectors.joining("", name, ""));
  }

  /**
   * Returns the context of the class or method that is written down: a dynamic test has neither.
   */
  private static ExtensionContext written(ExtensionContext context) {
    return context.getTestClass().isPresent()
        ? context
        : context.getParent().map(TestName::written).orElse(context);
  }
}
