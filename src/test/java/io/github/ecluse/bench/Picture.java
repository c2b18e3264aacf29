package io.github.ecluse.bench;

import java.util.List;
import java.util.Locale;

/** A column of a table as horizontal bars, in SVG 1.1. */
final class Picture {
  private static final int LEFT = 300;
  private static final int WIDTH = 520;
  private static final int BAR = 18;
  private static final int GROUP = 64;
  private static final List<String> COLOURS = List.of("#2b7a9b", "#9cc5d3");

  private Picture() {}

  static String of(Table table, String title, List<String> columns) {
    List<String> rows = table.rowNames();
    double most =
        rows.stream()
            .flatMap(row -> columns.stream().map(column -> table.median(row, column)))
            .max(Double::compare)
            .orElse(1.0);
    StringBuilder svg = new StringBuilder();
    int height = 70 + rows.size() * GROUP;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" font-family=\"sans-serif\" font-size=\"14\">%n"
            .formatted(LEFT + WIDTH + 90, height));
    svg.append("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n".formatted());
    svg.append(text(16, 26, title));
    for (int c = 0; c < columns.size(); c++) {
      svg.append(bar(LEFT + c * 260, 38, 12, 12, c))
          .append(text(LEFT + c * 260 + 18, 49, columns.get(c)));
    }
    for (int r = 0; r < rows.size(); r++) {
      int top = 66 + r * GROUP;
      svg.append(text(16, top + 24, rows.get(r)));
      for (int c = 0; c < columns.size(); c++) {
        double value = table.median(rows.get(r), columns.get(c));
        int length = (int) Math.max(1, WIDTH * value / most);
        int y = top + c * (BAR + 2);
        svg.append(bar(LEFT, y, length, BAR, c));
        svg.append(text(LEFT + length + 6, y + 14, String.format(Locale.ROOT, "%.1f s", value)));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(int x, int y, int width, int height, int colour) {
    return "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>%n"
        .formatted(x, y, width, height, COLOURS.get(colour));
  }

  private static String text(int x, int y, String words) {
    return "<text x=\"%s\" y=\"%s\">%s</text>%n"
        .formatted(x, y, words.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
