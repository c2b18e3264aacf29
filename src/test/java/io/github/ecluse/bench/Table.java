package io.github.ecluse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measurements by row and column; a cell is the median of what was put into it. */
final class Table {
  private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();
  private final List<String> columns = new ArrayList<>();

  void add(String row, String column, Duration time) {
    add(row, column, time.toMillis() / 1000.0);
  }

  void add(String row, String column, double value) {
    if (!columns.contains(column)) {
      columns.add(column);
    }
    rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
        .computeIfAbsent(column, key -> new ArrayList<>())
        .add(value);
  }

  List<String> rowNames() {
    return List.copyOf(rows.keySet());
  }

  double median(String row, String column) {
    List<Double> sorted = rows.get(row).get(column).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  boolean has(String row, String column) {
    return rows.get(row).containsKey(column);
  }

  String markdown(String corner) {
    StringBuilder text = new StringBuilder("| " + corner + " |");
    columns.forEach(column -> text.append(' ').append(column).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    for (String row : rows.keySet()) {
      text.append("| ").append(row).append(" |");
      for (String column : columns) {
        text.append(has(row, column) ? " %s |".formatted(number(median(row, column))) : " – |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
