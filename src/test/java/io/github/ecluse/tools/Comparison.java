package io.github.ecluse.tools;

import io.github.ecluse.faults.Change;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Shows each change to each tool, in copies of the stack. */
final class Comparison {
  private static final int COPIES = 2;

  private final List<Tool> tools;
  private final Path original;
  private final BlockingQueue<Path> copies = new LinkedBlockingQueue<>();
  private final Map<Reading, List<Finding>> before = new ConcurrentHashMap<>();

  /**
   * Makes the copies.
   *
   * @param tools what is compared
   * @param stack the stack without a change
   * @param folder an empty folder for the copies
   */
  Comparison(List<Tool> tools, StackDirectory stack, Path folder) {
    this.tools = tools;
    original = copy(stack, folder.resolve("original"));
    IntStream.range(0, COPIES)
        .forEach(number -> copies.add(copy(stack, folder.resolve("copy" + number))));
  }

  /** Leaves out what a user has laid over the stack. */
  private static Path copy(StackDirectory stack, Path target) {
    Path copy = stack.copyTo(target).path();
    try {
      Files.deleteIfExists(copy.resolve("compose.override.yml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /**
   * Returns what the tools see of each change.
   *
   * @param changes faults or harmless changes
   * @param onSeen is told of each as soon as it is judged
   */
  List<Seen> judge(List<Change> changes, Consumer<Seen> onSeen) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(COPIES);
    try {
      List<Future<Seen>> judged =
          changes.stream().map(change -> threads.submit(() -> judge(change, onSeen))).toList();
      threads.shutdown();
      return judged.stream().map(Comparison::result).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Seen result(Future<Seen> judged) {
    try {
      return judged.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Seen judge(Change change, Consumer<Seen> onSeen) throws InterruptedException {
    Path copy = copies.take();
    Map<String, List<Finding>> byTool = new LinkedHashMap<>();
    change.applyTo(copy);
    Set<Path> changed = Trees.changedBy(change.file());
    tools.forEach(tool -> byTool.put(tool.name(), addedBy(tool, copy, changed)));
    change.takeBackFrom(copy);
    // After an exception nobody gets this copy any more: it may still have the change.
    copies.add(copy);
    Seen seen = new Seen(change, byTool);
    onSeen.accept(seen);
    return seen;
  }

  private List<Finding> addedBy(Tool tool, Path copy, Set<Path> changed) {
    Set<Path> files = tool.concernedBy(copy, changed);
    if (files.isEmpty()) {
      return List.of();
    }
    List<Finding> without =
        before.computeIfAbsent(
            new Reading(tool.name(), files), reading -> tool.readExisting(original, files));
    return Finding.added(without, tool.readExisting(copy, files));
  }

  private record Reading(String tool, Set<Path> files) {}
}
