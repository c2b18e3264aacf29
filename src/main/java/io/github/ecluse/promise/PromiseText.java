package io.github.ecluse.promise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** The text of {@code ecluse.yml}: UTF-8, short, one YAML document that is a mapping. */
final class PromiseText {
  /** A file that a person writes is a hundredth of this. */
  private static final int MOST_BYTES = 16 * 1024;

  private static final int MOST_LEVELS = 8;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setLabel(Promise.FILE).setAllowDuplicateKeys(true).build();

  private PromiseText() {}

  /**
   * Reads a file.
   *
   * @throws PromiseException if its text can't be read as a mapping
   */
  static MappingNode read(Path file) {
    String text = decoded(bytes(file));
    Optional<Node> root = root(text);
    if (root.isEmpty() || text.isBlank()) {
      throw new PromiseException(
          1, "the file says nothing; allowed: at least one key, or no such file");
    }
    if (root.get() instanceof MappingNode mapping) {
      return mapping;
    }
    throw new PromiseException(
        Values.line(root.get()),
        "the file is %s; allowed: keys with values".formatted(Values.kind(root.get())));
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new PromiseException(
          1,
          Files.isDirectory(file)
              ? "it is a folder; allowed: a file"
              : "it leads to no file; allowed: a file, or a link to one");
    }
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new PromiseException(
            1, "the file has %d bytes; allowed: up to %d".formatted(size, MOST_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decoded(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(from, text, true);
    text.flip();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(letter -> letter == '\n').count();
      throw new PromiseException(line, "a letter is not in UTF-8; allowed: UTF-8 only");
    }
    return text.toString();
  }

  private static Optional<Node> root(String text) {
    try {
      checkDepth(text);
      // Of several documents the second one is a mistake, which this reports.
      return new Compose(SETTINGS).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0);
      throw new PromiseException(line + 1, problem(text, line, e));
    } catch (ReaderException e) {
      int line = (int) text.substring(0, Math.min(e.getPosition(), text.length())).lines().count();
      throw new PromiseException(
          Math.max(line, 1),
          "the character U+%04X can't be in YAML; allowed: text".formatted(e.getCodePoint()));
    }
  }

  /** What is nested without end would end this program. */
  private static void checkDepth(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > MOST_LEVELS) {
        throw new PromiseException(
            1 + event.getStartMark().map(Mark::getLine).orElse(0),
            "the values are nested deeper than %d levels; allowed: key: value"
                .formatted(MOST_LEVELS));
      }
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
    }
  }

  private static String problem(String text, int line, MarkedYamlEngineException e) {
    String written = text.lines().skip(line).findFirst().orElse("");
    if (written.contains("\t")) {
      return "a tab is in the line; allowed: spaces";
    }
    String quoted =
        written.matches(".*[{].*|.*:.*:( .*|$)") ? ", a text with : or { in quotes" : "";
    return "this is not YAML: %s; allowed: key: value%s".formatted(e.getProblem(), quoted);
  }
}
