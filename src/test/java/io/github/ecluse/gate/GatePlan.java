package io.github.ecluse.gate;

import io.github.ecluse.junit.ClaimFilter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Finds the checks that classes have, without a run of them: so the judge knows by itself what is
 * to run.
 */
final class GatePlan {
  private GatePlan() {}

  /**
   * Returns class and method of each check, in the order in which JUnit runs them. A check whose
   * condition does not hold on this machine is left out.
   *
   * @param classes the full names of the classes
   * @throws IllegalArgumentException if one of them has no check
   */
  static List<String> of(List<String> classes) {
    List<String> checks = discovered(request(classes));
    for (String name : classes) {
      String prefix = name.substring(name.lastIndexOf('.') + 1) + ".";
      if (checks.stream().noneMatch(check -> check.startsWith(prefix))) {
        throw new IllegalArgumentException("The class " + name + " has no check");
      }
    }
    return checks;
  }

  /**
   * Returns the same for a stack that does not make every claim: without the checks that its gate
   * leaves out.
   *
   * @param claims the names of the claims that the stack makes
   */
  static List<String> of(List<String> classes, Set<String> claims) {
    List<String> all = of(classes);
    List<String> claimed = discovered(request(classes).filters(new ClaimFilter(() -> claims)));
    return all.stream().filter(claimed::contains).toList();
  }

  private static List<String> discovered(LauncherDiscoveryRequestBuilder request) {
    LauncherConfig enginesOnly =
        LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            // Those ask the stack that this JVM was pointed at.
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();
    TestPlan plan = LauncherFactory.create(enginesOnly).discover(request.build());
    List<String> checks = new ArrayList<>();
    plan.getRoots().forEach(root -> collect(plan, root, checks));
    return List.copyOf(checks);
  }

  /** Returns the start of a request for all checks of some classes. */
  static LauncherDiscoveryRequestBuilder request(List<String> classes) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList());
  }

  private static void collect(TestPlan plan, TestIdentifier test, List<String> checks) {
    if (test.getSource().orElse(null) instanceof MethodSource source) {
      if (isEnabled(source.getJavaMethod())) {
        checks.add(OutcomeWriter.name(test));
      }
      return;
    }
    plan.getChildren(test).forEach(child -> collect(plan, child, checks));
  }

  private static boolean isEnabled(Method method) {
    return AnnotationSupport.findAnnotation(method, EnabledIf.class)
        .map(condition -> holds(condition.value(), method))
        .orElse(true);
  }

  /** As JUnit does it: the name of a static method without parameters, of another class or not. */
  private static boolean holds(String condition, Method method) {
    String name =
        condition.contains("#")
            ? condition
            : method.getDeclaringClass().getName() + "#" + condition;
    String[] words = name.split("#", 2);
    try {
      Class<?> type = Class.forName(words[0]);
      Method found = ReflectionSupport.findMethod(type, words[1]).orElseThrow();
      return (boolean) ReflectionSupport.invokeMethod(found, null);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no condition " + condition, e);
    }
  }
}
