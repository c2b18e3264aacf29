package io.github.ecluse.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The name of a check, and its title in words.
 *
 * @param name class and method; the class alone if a whole class is meant
 * @param title the method in words
 * @param invocation which invocation it is; empty if there is but one
 */
record CheckName(String name, String title, String invocation) {
  /** How JUnit displays a method: with the types of its parameters, if it has any. */
  private static final Pattern METHOD = Pattern.compile("([a-z][A-Za-z0-9]*) ?(?:\\(.*\\))?");

  /** The words that keep their capitals. */
  private static final Map<String, String> NAMES =
      Map.of("Tcp", "TCP", "Ipv6", "IPv6", "Api", "API", "Sigterm", "SIGTERM", "Docker", "Docker");

  static CheckName of(TestIdentifier test, TestPlan plan) {
    TestIdentifier written = written(test, plan);
    TestSource source = written.getSource().orElse(null);
    String title = title(written);
    String invocation = written.equals(test) ? "" : test.getDisplayName();
    if (source instanceof MethodSource method) {
      String name = simple(method.getClassName()) + "." + method.getMethodName();
      return new CheckName(name, title, invocation);
    }
    return source instanceof ClassSource type
        ? new CheckName(simple(type.getClassName()), title, invocation)
        : new CheckName(test.getDisplayName(), test.getDisplayName(), invocation);
  }

  /** Returns the method or class in the sources that a test belongs to. */
  private static TestIdentifier written(TestIdentifier test, TestPlan plan) {
    Optional<TestIdentifier> parent = plan.getParent(test);
    boolean isInvocation =
        parent.isPresent() && parent.get().getSource().orElse(null) instanceof MethodSource;
    return isInvocation ? written(parent.get(), plan) : test;
  }

  private static String simple(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }

  private static String title(TestIdentifier test) {
    String shown = test.getDisplayName();
    Matcher method = METHOD.matcher(shown);
    return method.matches() ? inWords(method.group(1)) : shown;
  }

  /** Returns {@code pingIsBlocked} as "Ping is blocked". */
  private static String inWords(String method) {
    String words =
        Stream.of(method.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
            .map(CheckName::inSmallLetters)
            .collect(Collectors.joining(" "));
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** Returns a word of a method's name, with the number at its end apart. */
  private static String inSmallLetters(String word) {
    return NAMES.getOrDefault(
        word, word.toLowerCase(Locale.ROOT).replaceAll("(?<=[a-z])(?=[0-9])", " "));
  }
}
