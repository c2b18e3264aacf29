package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Check;
import io.github.ecluse.report.Recording.Entry;
import io.github.ecluse.report.Recording.Failure;
import io.github.ecluse.report.Recording.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Makes a recording from the events of a run. Classes may run beside each other. */
final class Recorder {
  /** How a condition begins its reason if the stack does not make the claim of a check. */
  private static final String NOT_CLAIMED = "not claimed";

  private final TestPlan plan;
  private final boolean part;
  private final Instant began = Instant.now();
  private final Map<String, Long> starts = new HashMap<>();
  private final Map<String, Map<String, String>> facts = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Records from now on.
   *
   * @param part whether the run is known to be a part of the gate only
   */
  Recorder(TestPlan plan, boolean part) {
    this.plan = plan;
    this.part = part;
  }

  synchronized void started(TestIdentifier test) {
    starts.put(test.getUniqueId(), System.nanoTime());
  }

  /** Notes a test, or all tests of a class, that are not run. */
  synchronized void skipped(TestIdentifier test, String reason) {
    Status status =
        reason.toLowerCase(Locale.ROOT).startsWith(NOT_CLAIMED)
            ? Status.NOT_CLAIMED
            : Status.SKIPPED;
    leaves(test).forEach(leaf -> add(leaf, status, reason, null));
  }

  synchronized void finished(TestIdentifier test, TestExecutionResult result) {
    Throwable thrown = result.getThrowable().orElse(null);
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          add(test, Status.PASSED, "", null);
        }
      }
      case ABORTED ->
          leaves(test)
              .forEach(
                  leaf ->
                      add(leaf, Status.ABORTED, thrown == null ? "" : Texts.message(thrown), null));
      case FAILED -> add(test, Status.FAILED, "", failure(test, thrown));
    }
  }

  synchronized void published(TestIdentifier test, ReportEntry entry) {
    Map<String, String> values = new LinkedHashMap<>(entry.getKeyValuePairs());
    values.replaceAll((key, value) -> Texts.printable(value));
    if (values.containsKey("evidence")) {
      facts.put(test.getUniqueId(), values);
    } else {
      entries.add(new Entry(values));
    }
  }

  /** Returns what was recorded. Tests of the plan that have not begun are part of it. */
  synchronized Recording recording(boolean finished) {
    List<Check> all = new ArrayList<>(checks);
    plan.getRoots().stream()
        .flatMap(root -> leaves(root).stream())
        .filter(leaf -> !ended.contains(leaf.getUniqueId()))
        .map(leaf -> check(leaf, Status.NOT_RUN, "", null))
        .forEach(all::add);
    return new Recording(
        began.toString(),
        Duration.between(began, Instant.now()).toMillis(),
        part,
        finished,
        machine(),
        all,
        List.copyOf(entries));
  }

  /** Returns the tests below; a test with invocations that never came counts as one. */
  private List<TestIdentifier> leaves(TestIdentifier test) {
    Set<TestIdentifier> children = plan.getChildren(test);
    boolean isCheck = test.isTest() || test.getSource().orElse(null) instanceof MethodSource;
    return children.isEmpty()
        ? isCheck ? List.of(test) : List.of()
        : children.stream().flatMap(child -> leaves(child).stream()).toList();
  }

  private void add(TestIdentifier test, Status status, String reason, Failure failure) {
    if (ended.add(test.getUniqueId())) {
      checks.add(check(test, status, Texts.printable(reason), failure));
    }
  }

  private Check check(TestIdentifier test, Status status, String reason, Failure failure) {
    CheckName name = CheckName.of(test, plan);
    Long start = starts.get(test.getUniqueId());
    long millis = start == null ? 0 : (System.nanoTime() - start) / 1_000_000;
    return new Check(name.name(), name.title(), name.invocation(), status, reason, millis, failure);
  }

  private Failure failure(TestIdentifier test, Throwable thrown) {
    Map<String, String> known = facts.getOrDefault(test.getUniqueId(), Map.of());
    return Texts.failure(thrown, known);
  }

  private static Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put(
        "JDK",
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
    machine.put(
        "Operating system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    machine.put("Processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return machine;
  }
}
