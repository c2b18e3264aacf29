package io.github.ecluse.faults;

import io.github.ecluse.gate.GateJvm;
import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.GateRun;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  private final Queue<GateJvm> jvms;

  /**
   * Starts nothing yet.
   *
   * @param stack what is copied
   * @param output the directory that gets the copies, and what the gate says
   * @param seed the archive of what the registry volume of each run begins with
   * @param changes how many changed copies are to be judged
   * @param jvm makes each place where a gate runs
   */
  Gates(StackDirectory stack, Path output, Path seed, int changes, Supplier<GateJvm> jvm) {
    this.stack = stack;
    this.output = output;
    this.seed = seed;
    few = changes < MANY_AT_ONCE;
    // The verdict of one alone waits for all of its parts: none of them should queue.
    int atOnce = few ? GateRun.MOST_PARTS : MANY_AT_ONCE;
    executor = Executors.newFixedThreadPool(atOnce);
    jvms =
        Stream.generate(jvm)
            .limit(atOnce)
            .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
  }

  /**
   * Starts to run the gate on all of them, last on those that nothing may run beside: what runs has
   * to end before such a one, and that once is enough.
   *
   * @param onVerdict told each verdict when it falls, by any thread
   * @return the verdicts of each, in the order of the runs
   */
  Map<Batch, CompletableFuture<List<Verdict>>> judge(
      List<Batch> batches, Consumer<Verdict> onVerdict) {
    Map<Batch, CompletableFuture<List<Verdict>>> verdicts = new LinkedHashMap<>();
    batches.stream()
        .sorted(Comparator.comparing(batch -> !batch.goesBesideOthers()))
        .forEach(
            batch ->
                verdicts.put(
                    batch,
                    togetherOrInHalves(batch)
                        .whenComplete(
                            (all, e) -> {
                              if (e == null) {
                                all.forEach(onVerdict);
                              }
                            })));
    return verdicts;
  }

  /**
   * If variants together are red, each half is judged by itself, and its halves likewise. If none
   * is red then, all are: the gate was red on a stack that nothing is wrong with, and to run it
   * again is no remedy.
   */
  private CompletableFuture<List<Verdict>> togetherOrInHalves(Batch batch) {
    return run(batch)
        .thenCompose(
            together ->
                batch.changes().size() == 1 || allRight(together)
                    ? CompletableFuture.completedFuture(together)
                    : inHalves(batch).thenApply(apart -> allRight(apart) ? together : apart));
  }

  private CompletableFuture<List<Verdict>> inHalves(Batch batch) {
    return inOrder(batch.halves().stream().map(this::togetherOrInHalves).toList())
        .thenApply(halves -> halves.stream().flatMap(List::stream).toList());
  }

  private static boolean allRight(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(Verdict::isRight);
  }

  private CompletableFuture<List<Verdict>> run(Batch batch) {
    List<List<String>> parts = parts(batch);
    List<String> planned = GateRun.plan(parts.stream().flatMap(List::stream).toList(), stack);
    return inOrder(submit(batch, parts))
        .thenApply(ended -> Part.all(ended, planned).verdicts(batch));
  }

  private static <T> CompletableFuture<List<T>> inOrder(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }

  /**
   * All classes that look at the stack for variants, as a user runs them. For a fault the class of
   * the check that is meant for it, up to its first failure. If few are judged, all classes before
   * run too, in parts side by side: their author sees what else notices the fault.
   */
  private List<List<String>> parts(Batch batch) {
    if (batch.isHarmless()) {
      return List.of(GateRun.everyClass());
    }
    String check = batch.changes().get(0).checkClass();
    return few ? GateRun.upTo(check) : List.of(GateRun.alone(check));
  }

  private List<CompletableFuture<Part>> submit(Batch batch, List<List<String>> parts) {
    Path folder = output.resolve(batch.folder());
    Command.of("rm", "-rf", folder.toString()).run().orThrow();
    List<CompletableFuture<Part>> runs = new ArrayList<>();
    for (List<String> part : parts) {
      Path place = folder.resolve("part " + (runs.size() + 1));
      runs.add(CompletableFuture.supplyAsync(() -> run(batch, place, part), executor));
    }
    return runs;
  }

  private Part run(Batch batch, Path place, List<String> classes) {
    Lock lock = batch.goesBesideOthers() ? beside.readLock() : beside.writeLock();
    lock.lock();
    try {
      return timed(batch, place, classes);
    } finally {
      lock.unlock();
    }
  }

  private Part timed(Batch batch, Path place, List<String> classes) {
    long started = System.nanoTime();
    try {
      return new Part(report(batch, place, classes), Duration.ofNanos(System.nanoTime() - started));
    } catch (RuntimeException e) {
      return new Part(
          GateReport.nothing(List.of(), "the gate could not be run: " + e),
          Duration.ofNanos(System.nanoTime() - started));
    }
  }

  private GateReport report(Batch batch, Path place, List<String> classes) {
    Path copy = stack.copyTo(place.resolve("stack")).path();
    batch.applyTo(copy);
    GateJvm jvm = jvms.remove();
    try {
      GateRun run =
          new GateRun(jvm)
              .with("ecluse.stack", copy.toString())
              .with("ecluse.output", place.toString())
              .with("ecluse.seed", seed.toString());
      return (batch.isHarmless() ? run : run.failFast()).of(place, classes);
    } finally {
      jvms.add(jvm);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    jvms.forEach(GateJvm::close);
  }
}
