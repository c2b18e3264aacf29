package io.github.ecluse.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Ways between networks that stand, which means that they are there each time. While a network is
 * created, of this stack or of another one, the engine takes its rule that isolates networks away
 * for some milliseconds (moby: setupIPTables calls EnsureJumpRule, to have it on top).
 */
final class Ways {
  private static final int TIMES = 3;

  private Ways() {}

  /**
   * {@return whether a way stands}
   *
   * @param tried tries it, and returns whether something came back
   */
  static boolean stands(BooleanSupplier tried) {
    return IntStream.range(0, TIMES).allMatch(time -> tried.getAsBoolean());
  }

  /**
   * {@return the ways that stand, in the order of the first try}
   *
   * @param tried tries all of them, and returns those over which something came back
   */
  static List<String> standing(Supplier<List<String>> tried) {
    List<String> standing = new ArrayList<>(tried.get());
    for (int time = 1; time < TIMES; time++) {
      standing.retainAll(tried.get());
    }
    return standing;
  }
}
