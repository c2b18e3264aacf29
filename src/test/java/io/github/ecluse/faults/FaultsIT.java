package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.WarmJvm;
import io.github.ecluse.process.Command;
import io.github.ecluse.stack.LoneRegistry;
import io.github.ecluse.stack.StackDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Seeds each fault of {@code faults/} and each harmless variant of {@code variants/} into a copy of
 * the stack, and runs the gate on it. {@code -Dfault=<name>[,<name>…]} chooses some.
 */
@Tag("faults")
class FaultsIT {
  /** So many gates that both cores are busy; more would make checks wait that count seconds. */
  private static final int AT_ONCE = 3;

  /** Held by each run, and by one that nothing may run beside for itself. */
  private static final ReadWriteLock BESIDE = new ReentrantReadWriteLock(true);

  /** One for each that runs at once. */
  private static final Queue<WarmJvm> JVMS =
      Stream.generate(WarmJvm::new)
          .limit(AT_ONCE)
          .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));

  private static final StackDirectory STACK = StackDirectory.given();
  private static final Path OUTPUT = STACK.path().resolve("target/ecluse/faults");

  @AfterAll
  static void endTheJvms() {
    JVMS.forEach(WarmJvm::close);
  }

  @Test
  void everyFaultIsFoundAndNamedAndNoHarmlessVariantIsRed() throws Exception {
    Engine engine = Engine.local();
    List<Change> changes = chosen();
    assertThat(changes).as("faults and variants to run").isNotEmpty();

    long started = System.nanoTime();
    List<Verdict> verdicts;
    try (LoneRegistry seed = LoneRegistry.open()) {
      seed.docker("push", "-q", seed.build(STACK.path().resolve("app"), "app:seed"));
      verdicts = run(changes, seed.volume());
    }

    Map<String, Object> run = describe(engine, Duration.ofNanos(System.nanoTime() - started));
    String table = table(run, verdicts);
    System.out.println(table);
    Files.writeString(OUTPUT.resolve("faults.md"), table);
    Map<String, Object> all = new LinkedHashMap<>(run);
    all.put("changes", json(verdicts));
    new ObjectMapper().writeValue(OUTPUT.resolve("faults.json").toFile(), all);
    assertThat(verdicts)
        .as("verdicts of the gate")
        .allSatisfy(verdict -> assertThat(verdict.isRight()).as(row(verdict)).isTrue());
  }

  private static List<Change> chosen() {
    List<String> names = List.of(System.getProperty("fault", "").split(",", -1));
    return Stream.of("faults", "variants")
        .map(STACK.path()::resolve)
        .flatMap(directory -> Change.in(directory).stream())
        .filter(change -> names.contains("") || names.contains(change.name()))
        .toList();
  }

  private static List<Verdict> run(List<Change> changes, String seed) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Map<Change, List<Future<Part>>> runs = new LinkedHashMap<>();
      boolean few = changes.size() < AT_ONCE;
      for (Change change : changes) {
        runs.put(change, submit(change, few ? parts(change) : inOneGo(change), seed, executor));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Map.Entry<Change, List<Future<Part>>> run : runs.entrySet()) {
        Verdict verdict = verdict(run.getKey(), run.getValue());
        System.out.println("[ecluse] " + row(verdict));
        verdicts.add(verdict);
      }
      return verdicts;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  /**
   * All classes for a variant, as a user runs them. For a fault all classes up to that of the check
   * that is meant for it, in parts that can run side by side, each up to its first failure.
   */
  private static List<List<String>> parts(Change change) {
    if (change.check().isEmpty()) {
      return List.of(GateRun.wholeGate());
    }
    return GateRun.upTo(change.checkClass()).stream()
        .map(classes -> Stream.concat(classes.stream(), Stream.of("--fail-fast")).toList())
        .toList();
  }

  /** Where other changes keep both cores busy, parts would only deploy more often. */
  private static List<List<String>> inOneGo(Change change) {
    return List.of(parts(change).stream().flatMap(List::stream).distinct().toList());
  }

  private static List<Future<Part>> submit(
      Change change, List<List<String>> parts, String seed, ExecutorService executor) {
    Path folder = OUTPUT.resolve(change.folder());
    delete(folder);
    List<Future<Part>> runs = new ArrayList<>();
    for (List<String> part : parts) {
      Path place = folder.resolve("part " + (runs.size() + 1));
      runs.add(executor.submit(() -> run(change, place, part, seed)));
    }
    return runs;
  }

  private static Part run(Change change, Path place, List<String> selectors, String seed) {
    Lock lock = change.alone().isEmpty() ? BESIDE.readLock() : BESIDE.writeLock();
    lock.lock();
    try {
      return outcomes(change, place, selectors, seed);
    } finally {
      lock.unlock();
    }
  }

  private static Part outcomes(Change change, Path place, List<String> selectors, String seed) {
    Path stack = STACK.copyTo(place.resolve("stack")).path();
    change.applyTo(stack);
    long started = System.nanoTime();
    WarmJvm jvm = JVMS.remove();
    try {
      List<Outcome> outcomes =
          new GateRun(jvm)
              .with("ecluse.stack", stack.toString())
              .with("ecluse.output", place.toString())
              .with("ecluse.seed", seed)
              .of(place, selectors);
      return new Part(outcomes, Duration.ofNanos(System.nanoTime() - started));
    } finally {
      JVMS.add(jvm);
    }
  }

  /** What came of some of the gate's classes. */
  private record Part(List<Outcome> outcomes, Duration took) {}

  /** Alone, the parts of a change run side by side: it takes as long as the longest of them. */
  private static Verdict verdict(Change change, List<Future<Part>> runs)
      throws ExecutionException, InterruptedException {
    List<Outcome> failed = new ArrayList<>();
    Duration longest = Duration.ZERO;
    for (Future<Part> run : runs) {
      Part part = run.get();
      part.outcomes().stream().filter(outcome -> !outcome.passed()).forEach(failed::add);
      longest = part.took().compareTo(longest) > 0 ? part.took() : longest;
    }
    return new Verdict(change, failed, longest);
  }

  private static void delete(Path directory) {
    Command.of("rm", "-rf", directory.toString()).run().orThrow();
  }

  /** When, on what and for how long they ran. */
  private static Map<String, Object> describe(Engine engine, Duration took) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    run.put("Docker Engine", engine.version());
    run.put("Compose", engine.composeVersion());
    run.put("processors", Runtime.getRuntime().availableProcessors());
    run.put("minutes in all", took.toMinutes() + 1);
    return run;
  }

  private static String table(Map<String, Object> run, List<Verdict> verdicts) {
    StringBuilder table = new StringBuilder();
    run.forEach((key, value) -> table.append("%s: %s%n".formatted(key, value)));
    table.append("\n| change | meant for | right | seen | seconds |\n|---|---|---|---|---|\n");
    verdicts.forEach(verdict -> table.append(row(verdict)).append('\n'));
    long right = verdicts.stream().filter(Verdict::isRight).count();
    return table.append("\nscore: %d of %d%n".formatted(right, verdicts.size())).toString();
  }

  private static String row(Verdict verdict) {
    Change change = verdict.change();
    return "| %s | %s | %s | %s | %d |"
        .formatted(
            change.name(),
            change.check().isEmpty() ? "nothing" : change.check(),
            verdict.isRight() ? "yes" : "NO",
            verdict.seen(),
            verdict.took().toSeconds());
  }

  private static List<Map<String, Object>> json(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(
            verdict ->
                Map.<String, Object>of(
                    "change", verdict.change().name(),
                    "why", verdict.change().why(),
                    "check", verdict.change().check(),
                    "right", verdict.isRight(),
                    "seen", verdict.seen(),
                    "seconds", verdict.took().toSeconds()))
        .toList();
  }
}
