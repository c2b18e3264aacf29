package io.github.ecluse.claims;

import static java.util.Comparator.comparing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The checks of the gate, of rolling releases, of the secure registry and of the cluster, read
 * without a run of their classes.
 */
final class Checks {
  private static final List<JavaMethod> ALL =
      new ClassFileImporter()
              .importPackages(
                  "io.github.ecluse.acceptance",
                  "io.github.ecluse.rolling",
                  "io.github.ecluse.secure",
                  "io.github.ecluse.cluster")
              .stream()
              .filter(type -> type.getSimpleName().endsWith("IT"))
              .flatMap(type -> type.getMethods().stream())
              .filter(Checks::isCheck)
              .sorted(
                  comparing((JavaMethod check) -> check.getOwner().getPackageName())
                      .thenComparing(check -> order(check.getOwner()))
                      .thenComparing(check -> check.getOwner().getSimpleName())
                      .thenComparing(Checks::order)
                      .thenComparing(JavaMethod::getName))
              .toList();

  private Checks() {}

  private static boolean isCheck(JavaMethod method) {
    return method.isAnnotatedWith(Test.class)
        || method.isAnnotatedWith(ParameterizedTest.class)
        || method.isAnnotatedWith(org.junit.Test.class);
  }

  private static int order(CanBeAnnotated part) {
    return annotation(part, Order.class).map(Order::value).orElse(Order.DEFAULT);
  }

  /** Returns class and method of those that name no claim. */
  static List<String> withoutAClaim() {
    return ALL.stream().filter(check -> claim(check).isEmpty()).map(Checks::name).toList();
  }

  /** Returns class and method of the checks of each claim, in the order in which they run. */
  static Map<String, List<String>> byClaim() {
    return ALL.stream()
        .filter(check -> claim(check).isPresent())
        .collect(
            Collectors.groupingBy(
                check -> claim(check).orElseThrow(),
                TreeMap::new,
                Collectors.mapping(Checks::name, Collectors.toList())));
  }

  /** Returns class and method of the gate's that ask the database for a claim that needs none. */
  static List<String> thatAskTheDatabaseForAClaimWithoutOne() {
    return ALL.stream()
        .filter(check -> check.getOwner().getPackageName().endsWith(".acceptance"))
        .filter(check -> check.getMethodCallsFromSelf().stream().anyMatch(Checks::isOfTheDatabase))
        .filter(
            check -> claim(check).flatMap(Claims::named).filter(ClaimText::needsDatabase).isEmpty())
        .map(Checks::name)
        .toList();
  }

  private static boolean isOfTheDatabase(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().equals("io.github.ecluse.database")
        || call.getTarget().getFullName().equals("io.github.ecluse.stack.Stack.database()");
  }

  private static Optional<String> claim(JavaMethod check) {
    return annotation(check, Claim.class)
        .or(() -> annotation(check.getOwner(), Claim.class))
        .map(Claim::value);
  }

  private static <T extends java.lang.annotation.Annotation> Optional<T> annotation(
      CanBeAnnotated part, Class<T> type) {
    if (!part.isAnnotatedWith(type)) {
      return Optional.empty();
    }
    return Optional.of(
        part instanceof JavaClass owner
            ? owner.getAnnotationOfType(type)
            : ((JavaMethod) part).getAnnotationOfType(type));
  }

  private static String name(JavaMethod check) {
    return check.getOwner().getSimpleName() + "." + check.getName();
  }
}
