package io.github.ecluse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of a file on the class path, in lines {@code name.key=value}. Their order counts, which
 * {@link java.util.Properties} does not keep.
 */
public final class KeyedEntries {
  private KeyedEntries() {}

  /**
   * {@return the values of each entry by their keys, by the entry's name, in the order of the file}
   *
   * @param owner the class beside which the file lies
   * @param file its name
   * @throws IllegalStateException if there is no such file
   */
  public static Map<String, Map<String, String>> in(Class<?> owner, String file) {
    Map<String, Map<String, String>> entries = new LinkedHashMap<>();
    lines(owner, file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("[.=]", 3))
        .forEach(
            parts ->
                entries
                    .computeIfAbsent(parts[0], name -> new LinkedHashMap<>())
                    .put(parts[1], parts[2]));
    return entries;
  }

  private static List<String> lines(Class<?> owner, String file) {
    try (InputStream text = owner.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalStateException(
            file + " is not on the class path. Remedy: mvn process-resources");
      }
      return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
