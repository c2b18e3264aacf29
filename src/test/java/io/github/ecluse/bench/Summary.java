package io.github.ecluse.bench;

import java.util.Locale;

/** What the measurements of releases come to. */
final class Summary {
  static final String SERVED = "changed line → page served (s)";

  static final String FINISHED = "changed line → finished (s)";

  static final String BY_HAND = "the four commands by hand, with waits";

  private Summary() {}

  /** Returns the two columns that are shown as bars. */
  static Table barred(Table table) {
    Table bars = new Table();
    for (String row : table.rowNames()) {
      bars.add(row, SERVED, table.median(row, SERVED));
      bars.add(row, FINISHED, table.median(row, FINISHED));
    }
    return bars;
  }

  /** Returns the ratios that are wanted, and those that were measured. */
  static String ratios(Table table) {
    return String.format(
        Locale.ROOT,
        """
        | ratio | measured | wanted |
        |---|---|---|
        | `./build.sh`, page served : the document's | %.2f | ≤ 0.17 |
        | `./build.sh`, finished : the document's | %.2f | ≤ 0.25 |
        | `./build.sh`, finished : its four commands by hand with waits | %.2f | ≤ 1.25 |
        | `./build.sh --rolling`, page served : `docker compose up -d --build` | %.2f | ≤ 1.30 |
        """,
        table.median(Contenders.PLAIN, SERVED) / table.median(Contenders.DOCUMENT, SERVED),
        table.median(Contenders.PLAIN, FINISHED) / table.median(Contenders.DOCUMENT, FINISHED),
        table.median(Contenders.PLAIN, FINISHED) / table.median(BY_HAND, FINISHED),
        table.median(Contenders.ROLLING, SERVED) / table.median(Contenders.UP_BUILD, SERVED));
  }
}
