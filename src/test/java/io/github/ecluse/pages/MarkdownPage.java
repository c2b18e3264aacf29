package io.github.ecluse.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page of the project, parsed as GitHub Flavored Markdown.
 *
 * @param path where it is, relative to the project
 * @param lines its lines
 * @param root its tree
 */
record MarkdownPage(Path path, List<String> lines, Node root) {
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  /** Returns all pages: those at the top, in docs/, in bench/ and in .github/. */
  static List<MarkdownPage> all() {
    return Stream.of(Path.of("docs"), Path.of("bench"), Path.of(".github"), Path.of(""))
        .flatMap(MarkdownPage::filesIn)
        .filter(file -> file.toString().endsWith(".md"))
        .sorted()
        .map(MarkdownPage::of)
        .toList();
  }

  private static Stream<Path> filesIn(Path folder) {
    boolean isTop = folder.toString().isEmpty();
    try (Stream<Path> files = Files.walk(folder, isTop ? 1 : Integer.MAX_VALUE)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a page.
   *
   * @param file where it is, relative to the project
   */
  static MarkdownPage of(Path file) {
    try {
      String text = Files.readString(file);
      return new MarkdownPage(file, text.lines().toList(), PARSER.parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the targets of its links and pictures, as they are written. */
  List<String> links() {
    return Stream.concat(
            all(Link.class, Link::getDestination), all(Image.class, Image::getDestination))
        .toList();
  }

  /** Returns the anchors that GitHub gives its headings. */
  List<String> anchors() {
    return all(
            Heading.class,
            heading ->
                textOf(heading, Code::getLiteral)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                    .replace(' ', '-'))
        .toList();
  }

  /** Returns what stands between backticks. */
  List<String> codeSpans() {
    return all(Code.class, Code::getLiteral).toList();
  }

  /** Returns the lines of its shell examples. */
  List<String> shellLines() {
    return nodes(FencedCodeBlock.class)
        .filter(block -> block.getInfo().equals("sh"))
        .flatMap(block -> block.getLiteral().lines())
        .toList();
  }

  /** Returns the text of each paragraph, heading and table cell; a code span counts as a word. */
  List<String> texts() {
    return Stream.<Class<? extends Node>>of(Paragraph.class, Heading.class, TableCell.class)
        .flatMap(type -> all(type, node -> textOf(node, code -> "code")))
        .toList();
  }

  private <T extends Node> Stream<String> all(Class<T> type, Function<T, String> text) {
    return nodes(type).map(text);
  }

  private <T extends Node> Stream<T> nodes(Class<T> type) {
    return descendants(root).stream().filter(type::isInstance).map(type::cast);
  }

  private static String textOf(Node node, Function<Code, String> ofCode) {
    StringBuilder text = new StringBuilder();
    for (Node each : descendants(node)) {
      if (each instanceof Text words) {
        text.append(words.getLiteral());
      } else if (each instanceof Code code) {
        text.append(ofCode.apply(code));
      } else if (each instanceof SoftLineBreak) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  private static List<Node> descendants(Node node) {
    List<Node> all = new ArrayList<>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      all.add(child);
      all.addAll(descendants(child));
    }
    return all;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
