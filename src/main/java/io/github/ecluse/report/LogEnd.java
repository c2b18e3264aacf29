package io.github.ecluse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The last lines of a log. In the log of several services these are the last lines of each: one
 * that writes much would hide the others.
 *
 * @param name the name of the file
 * @param text the lines
 */
record LogEnd(String name, String text) {
  private static final int LINES = 25;
  private static final int LINES_OF_A_SERVICE = 8;
  private static final int WIDTH = 300;

  /** How {@code docker compose logs} begins a line. */
  private static final Pattern SERVICE = Pattern.compile("^([\\w.-]+) +\\| ");

  static LogEnd of(Path log) {
    String name = log.getFileName().toString();
    try {
      return new LogEnd(name, Texts.printable(end(Files.readString(log).lines().toList())));
    } catch (IOException e) {
      return new LogEnd(name, "not readable: " + e);
    }
  }

  private static String end(List<String> lines) {
    Map<String, List<String>> services =
        lines.stream()
            .collect(
                Collectors.groupingBy(LogEnd::service, LinkedHashMap::new, Collectors.toList()));
    int most = services.size() > 1 ? LINES_OF_A_SERVICE : LINES;
    return services.values().stream()
        .map(of -> of.subList(Math.max(0, of.size() - most), of.size()))
        .flatMap(List::stream)
        .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line)
        .collect(Collectors.joining("\n"));
  }

  /** Returns the service that has printed a line; empty in a log of no service. */
  private static String service(String line) {
    Matcher matcher = SERVICE.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }
}
