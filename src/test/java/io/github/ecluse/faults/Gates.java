package io.github.ecluse.faults;

import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.WarmJvm;
import io.github.ecluse.process.Command;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the gate on changed copies of a stack, several at once. */
final class Gates implements AutoCloseable {
  /** So many that both cores are busy; more would make checks wait that count seconds. */
  private static final int MANY_AT_ONCE = 3;

  private final StackDirectory stack;
  private final Path output;
  private final Path seed;

  /** Whether so few are judged that each is run in parts. */
  private final boolean few;

  private final ExecutorService executor;

  /** Held by each run, and by one that nothing may run beside for itself. */
  private final ReadWriteLock beside = new ReentrantReadWriteLock(true);

  /** One for each that runs at once. */
  private final Queue<WarmJvm> jvms;

  /**
   * Starts nothing yet.
   *
   * @param stack what is copied
   * @param output the directory that gets the copies, and what the gate says
   * @param seed the archive of what the registry volume of each run begins with
   * @param changes how many changed copies are to be judged
   */
  Gates(StackDirectory stack, Path output, Path seed, int changes) {
    this.stack = stack;
    this.output = output;
    this.seed = seed;
    few = changes < MANY_AT_ONCE;
    // The verdict of one alone waits for all of its parts: none of them should queue.
    int atOnce = few ? GateRun.MOST_PARTS : MANY_AT_ONCE;
    executor = Executors.newFixedThreadPool(atOnce);
    jvms =
        Stream.generate(WarmJvm::new)
            .limit(atOnce)
            .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
  }

  /**
   * Runs the gate on all of them, last on those that nothing may run beside: what runs has to end
   * before such a one, and that once is enough.
   *
   * @param onVerdict told each verdict, in the order of the runs
   */
  List<Verdict> judge(List<Batch> batches, Consumer<Verdict> onVerdict)
      throws InterruptedException {
    Map<Batch, List<Future<Part>>> runs = new LinkedHashMap<>();
    batches.stream()
        .sorted(Comparator.comparing(batch -> !batch.goesBesideOthers()))
        .forEach(batch -> runs.put(batch, submit(batch, few ? parts(batch) : inOneGo(batch))));
    List<Verdict> all = new ArrayList<>();
    for (Map.Entry<Batch, List<Future<Part>>> run : runs.entrySet()) {
      List<Verdict> verdicts = togetherOrEachAlone(run.getKey(), result(run.getValue()));
      verdicts.forEach(onVerdict);
      all.addAll(verdicts);
    }
    return all;
  }

  /**
   * If variants together are red, each is judged by itself. If none is red then, all are: the gate
   * was red on a stack that nothing is wrong with, and to run it again is no remedy.
   */
  private List<Verdict> togetherOrEachAlone(Batch batch, Part result) throws InterruptedException {
    List<Verdict> together = verdictsOf(batch, result);
    if (batch.changes().size() == 1 || together.stream().allMatch(Verdict::isRight)) {
      return together;
    }
    List<Verdict> alone = judge(batch.changes().stream().map(Batch::of).toList(), verdict -> {});
    return alone.stream().allMatch(Verdict::isRight) ? together : alone;
  }

  private static List<Verdict> verdictsOf(Batch batch, Part result) {
    return batch.changes().stream()
        .map(each -> new Verdict(each, batch.beside(each), result.failed(), result.took()))
        .toList();
  }

  /**
   * All classes that look at the stack for variants, as a user runs them. For a fault all classes
   * up to that of the check that is meant for it, in parts that can run side by side, each up to
   * its first failure.
   */
  private static List<List<String>> parts(Batch batch) {
    if (batch.isHarmless()) {
      return List.of(GateRun.everyClass());
    }
    return GateRun.upTo(batch.changes().get(0).checkClass()).stream()
        .map(classes -> Stream.concat(classes.stream(), Stream.of("--fail-fast")).toList())
        .toList();
  }

  /** Where other changes keep both cores busy, parts would only deploy more often. */
  private static List<List<String>> inOneGo(Batch batch) {
    return List.of(parts(batch).stream().flatMap(List::stream).distinct().toList());
  }

  private List<Future<Part>> submit(Batch batch, List<List<String>> parts) {
    Path folder = output.resolve(batch.folder());
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
    List<Future<Part>> runs = new ArrayList<>();
    for (List<String> part : parts) {
      Path place = folder.resolve("part " + (runs.size() + 1));
      runs.add(executor.submit(() -> run(batch, place, part)));
    }
    return runs;
  }

  private Part run(Batch batch, Path place, List<String> selectors) {
    Lock lock = batch.goesBesideOthers() ? beside.readLock() : beside.writeLock();
    lock.lock();
    try {
      return outcomes(batch, place, selectors);
    } finally {
      lock.unlock();
    }
  }

  private Part outcomes(Batch batch, Path place, List<String> selectors) {
    Path copy = stack.copyTo(place.resolve("stack")).path();
    batch.applyTo(copy);
    long started = System.nanoTime();
    WarmJvm jvm = jvms.remove();
    try {
      List<Outcome> outcomes =
          new GateRun(jvm)
              .with("ecluse.stack", copy.toString())
              .with("ecluse.output", place.toString())
              .with("ecluse.seed", seed.toString())
              .of(place, selectors);
      return new Part(
          outcomes.stream().filter(outcome -> !outcome.passed()).toList(),
          Duration.ofNanos(System.nanoTime() - started));
    } finally {
      jvms.add(jvm);
    }
  }

  /** What failed in some of the gate's classes, and how long they took. */
  private record Part(List<Outcome> failed, Duration took) {
    /** Side by side, parts take as long as the longest of them. */
    Part and(Part other) {
      return new Part(
          Stream.of(this, other).flatMap(part -> part.failed.stream()).toList(),
          took.compareTo(other.took) > 0 ? took : other.took);
    }
  }

  private static Part result(List<Future<Part>> runs) throws InterruptedException {
    Part all = new Part(List.of(), Duration.ZERO);
    for (Future<Part> run : runs) {
      try {
        all = all.and(run.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return all;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    jvms.forEach(WarmJvm::close);
  }
}
