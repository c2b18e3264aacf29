package io.github.ecluse.acceptance;

import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Visitors who look at the page, each on a connection of its own. */
final class Visitors {
  private final List<CompletableFuture<String>> seen = new ArrayList<>();

  private Visitors() {}

  /**
   * Lets some come, one after the other, whether those before have their page or not.
   *
   * @param every the time between two of them; zero lets all come at the same moment
   */
  static Visitors come(int number, Duration every, Stack stack) {
    Visitors visitors = new Visitors();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(number);
    for (int i = 0; i < number; i++) {
      long after = every.multipliedBy(i).toMillis();
      Executor then = task -> threads.schedule(task, after, TimeUnit.MILLISECONDS);
      visitors.seen.add(CompletableFuture.supplyAsync(() -> Page.of(stack).visitsAsShown(), then));
    }
    threads.shutdown();
    return visitors;
  }

  /** Returns what each of them saw as visits, once all have seen it. */
  List<String> seen() {
    return seen.stream().map(CompletableFuture::join).toList();
  }
}
