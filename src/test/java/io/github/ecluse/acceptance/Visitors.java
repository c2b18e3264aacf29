package io.github.ecluse.acceptance;

import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Visitors who look at the page, each on a connection of its own. */
final class Visitors {
  private final List<CompletableFuture<String>> seen = new ArrayList<>();
  private final ExecutorService threads;

  private Visitors(int number) {
    threads = Executors.newFixedThreadPool(number);
  }

  /**
   * Lets some come, one after the other, whether those before have their page or not.
   *
   * @param every the time between two of them; zero lets all come at the same moment
   */
  static Visitors come(int number, Duration every, Stack stack) {
    Visitors visitors = new Visitors(number);
    for (int i = 0; i < number; i++) {
      long after = every.multipliedBy(i).toMillis();
      visitors.seen.add(
          CompletableFuture.supplyAsync(
              () -> Page.visitsSeen(stack),
              CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS, visitors.threads)));
    }
    return visitors;
  }

  /**
   * Lets a crowd come, in which nobody waits between two visits, and returns what each visit
   * showed.
   *
   * @param number how many are there at once
   * @param visits how many visits they make together
   */
  static List<String> crowd(int number, int visits, Stack stack) {
    Visitors visitors = new Visitors(number);
    for (int i = 0; i < visits; i++) {
      visitors.seen.add(
          CompletableFuture.supplyAsync(() -> Page.visitsSeen(stack), visitors.threads));
    }
    return visitors.seen();
  }

  /** Returns what each of them saw as visits, once all have seen it. */
  List<String> seen() {
    try {
      return seen.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
  }
}
