package io.github.ecluse.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** The templates of the report. Whatever they show is escaped for the language of its file. */
final class Templates {
  private static final String MARKDOWN = "markdown";

  private Templates() {}

  /** Returns the page in HTML. */
  static String page(Map<String, Object> model) {
    return filled("report.html", "html", model);
  }

  /** Returns the summary in Markdown. */
  static String summary(Map<String, Object> model) {
    return filled("summary.md", MARKDOWN, model);
  }

  private static String filled(String template, String language, Map<String, Object> model) {
    ClasspathLoader loader = new ClasspathLoader(Templates.class.getClassLoader());
    loader.setPrefix(Templates.class.getPackageName().replace('.', '/'));
    loader.setSuffix(".peb");
    PebbleEngine engine =
        new PebbleEngine.Builder()
            .loader(loader)
            .strictVariables(true)
            .defaultLocale(Locale.ROOT)
            .addEscapingStrategy(MARKDOWN, Templates::escapedForMarkdown)
            .defaultEscapingStrategy(language)
            .build();
    StringWriter text = new StringWriter();
    try {
      engine.getTemplate(template).evaluate(text, model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Returns a text on one line, in which Markdown finds nothing to act on. */
  private static String escapedForMarkdown(String text) {
    return text.strip()
        .replaceAll("\\s+", " ")
        .replaceAll("([\\\\`*_{}\\[\\]()#+!|~$@])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
