package io.github.ecluse.support;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Texts that are almost what a parser expects: real ones, cut, doubled, mixed and disturbed. */
public final class Mutations {
  private static final String DISTURBANCES = "\\`\"'<>=:#*[]{}$-_ \t\r\n\0AZaz09é\u2028";
  private static final int MOST_CHANGES = 8;
  private static final int SHORT = 2;

  private Mutations() {}

  /**
   * Returns changed texts, the same in every run.
   *
   * @param originals what they are made from
   * @param number how many
   */
  public static Stream<String> of(List<String> originals, int number) {
    return new Random(number)
        .longs(number)
        .mapToObj(
            seed -> {
              Random random = new Random(seed);
              String text = originals.get(random.nextInt(originals.size()));
              int changes = 1 + random.nextInt(MOST_CHANGES);
              for (int i = 0; i < changes; i++) {
                text = changed(text, originals, random);
              }
              return text;
            });
  }

  private static String changed(String text, List<String> originals, Random random) {
    int at = random.nextInt(text.length() + 1);
    int left = text.length() - at;
    int to = at + random.nextInt(1 + (random.nextBoolean() ? left : Math.min(left, SHORT)));
    String before = text.substring(0, at);
    String after = text.substring(to);
    return switch (random.nextInt(5)) {
      case 0 -> before + after;
      case 1 -> before + text.substring(at, to) + text.substring(at, to) + after;
      case 2 -> before + disturbance(random) + text.substring(at);
      case 3 -> before + disturbance(random).repeat(1 + random.nextInt(40)) + after;
      default -> before + originals.get(random.nextInt(originals.size())) + text.substring(at);
    };
  }

  private static String disturbance(Random random) {
    return DISTURBANCES.substring(random.nextInt(DISTURBANCES.length())).substring(0, 1);
  }
}
