package io.github.ecluse.gate;

import io.github.ecluse.junit.ClaimFilter;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;

/** Runs classes of the gate on a stack directory. */
public final class GateRun {
  private static final String STACK = "ecluse.stack";

  private static final List<String> PACKAGES =
      List.of(
          "io.github.ecluse.acceptance.",
          "io.github.ecluse.rolling.",
          "io.github.ecluse.failures.",
          "io.github.ecluse.settings.",
          "io.github.ecluse.files.",
          "io.github.ecluse.neighbours.",
          "io.github.ecluse.secure.",
          "io.github.ecluse.cluster.");

  /**
   * All classes that share a stack, so that each part takes about as long as the others. The first
   * looks; the others stop, change and deploy again.
   */
  private static final List<List<String>> PARTS =
      List.of(
          List.of(
              "PipelineIT",
              "StackRegistryIT",
              "DeploymentIT",
              "ImageIT",
              "DatabaseIT",
              "DatabaseReachIT",
              "NetworkIT",
              "IsolationIT",
              "PrivilegesIT",
              "ApplicationIT",
              "HostileVisitorIT",
              "CrowdIT"),
          List.of("VisitsIT", "DatabaseAwayIT", "RestartIT", "LifecycleIT"),
          List.of("UpdateIT", "FailedUpdateIT", "RedeployIT", "CredentialsIT"),
          List.of("HealthIT"));

  /** How many parts there are. */
  public static final int MOST_PARTS = PARTS.size();

  /** The class that starts a stack once more, another way: under JUnit's vintage engine. */
  private static final String STACK_OF_ITS_OWN = "RegistryStoppedIT";

  private final GateJvm jvm;
  private final Map<String, String> properties = new LinkedHashMap<>();
  private boolean failFast;

  /**
   * A run that is not started yet.
   *
   * @param jvm where it is to run
   */
  public GateRun(GateJvm jvm) {
    this.jvm = jvm;
  }

  /** Returns the full names of all classes that share a stack, in the gate's order. */
  public static List<String> wholeGate() {
    return fullNames(
        PARTS.stream().flatMap(List::stream).sorted(Comparator.comparing(GateRun::place)).toList());
  }

  /** Returns the same, and that of the class that starts a stack of its own. */
  public static List<String> everyClass() {
    return Stream.concat(wholeGate().stream(), fullNames(List.of(STACK_OF_ITS_OWN)).stream())
        .toList();
  }

  /**
   * Returns the full names of the gate's classes up to one of them, in parts that can run side by
   * side, each on a stack of its own; a class that is not in the gate has nothing before it.
   */
  public static List<List<String>> upTo(String name) {
    if (PARTS.stream().noneMatch(part -> part.contains(name))) {
      return List.of(fullNames(List.of(name)));
    }
    return PARTS.stream()
        .map(part -> part.stream().filter(each -> place(each) <= place(name)).toList())
        .filter(part -> !part.isEmpty())
        .map(GateRun::fullNames)
        .toList();
  }

  /** Returns the full name of one class, which then runs alone: it deploys what it needs. */
  public static List<String> alone(String name) {
    return fullNames(List.of(name));
  }

  private static int place(String name) {
    return classOf(name).getAnnotation(Order.class).value();
  }

  private static List<String> fullNames(List<String> names) {
    return names.stream().map(name -> classOf(name).getName()).toList();
  }

  /**
   * A class of the gate, or of a profile beside it.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public static Class<?> classOf(String name) {
    for (String prefix : PACKAGES) {
      try {
        return Class.forName(prefix + name, false, GateRun.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        // It may be in another one.
      }
    }
    throw new IllegalArgumentException("The gate has no class " + name);
  }

  /** Sets a system property. */
  public GateRun with(String property, String value) {
    properties.put(property, value);
    return this;
  }

  /** Has the run end at its first failure. */
  public GateRun failFast() {
    failFast = true;
    return this;
  }

  /**
   * Runs classes and reports what came of their checks.
   *
   * @param place the directory that gets the results and what the run prints
   * @param classes the full names of the classes
   */
  public GateReport of(Path place, List<String> classes) {
    Path results = place.resolve("results.jsonl");
    Path log = place.resolve("console.log");
    try {
      Files.createDirectories(place);
      // Those of another run would be taken for this one's.
      Files.deleteIfExists(results);
      jvm.run(new GateOrder(properties, classes, failFast, results.toString(), log.toString()));
    } catch (IOException e) {
      throw new IllegalStateException("The gate could not be run; what it printed: " + log, e);
    }
    return GateReport.read(results, planOfTheStack(classes));
  }

  private List<String> planOfTheStack(List<String> classes) {
    return Optional.ofNullable(properties.get(STACK))
        .map(directory -> plan(classes, new StackDirectory(Path.of(directory))))
        .orElseGet(() -> plan(classes));
  }

  /**
   * Returns class and method of each check that the gate runs on a stack, in the gate's order.
   *
   * @param classes the full names of the classes
   * @param stack says by its claims which checks are left out
   */
  public static List<String> plan(List<String> classes, StackDirectory stack) {
    return GatePlan.of(classes, ClaimFilter.madeBy(() -> stack));
  }

  /**
   * Returns class and method of each check that classes have, in the gate's order.
   *
   * @param classes the full names of the classes
   */
  public static List<String> plan(List<String> classes) {
    return GatePlan.of(classes);
  }

  /** Returns whether a class of that simple name is the one that starts the stack. */
  public static boolean startsTheStack(String name) {
    return PARTS.get(0).get(0).equals(name);
  }
}
