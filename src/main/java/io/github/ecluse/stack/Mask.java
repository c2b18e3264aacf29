package io.github.ecluse.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Masks secrets in texts that others may read: the values of variables whose names say that they
 * are secret, and passwords in addresses.
 */
public final class Mask {
  private static final String MASKED = "***";

  /** As {@code docker inspect} prints a variable. One that names a file holds no secret. */
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\"(?<name>\\w*(?i:PASS|SECRET|TOKEN|KEY|CREDENTIAL|PWD)\\w*(?<!_FILE))"
              + "=(?<value>(?!\")[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

  private static final Pattern ADDRESS = Pattern.compile("(://[^\\s:/@\"']*:)[^\\s/@\"']+(?=@)");

  /** A shorter value, such as 1 or true, stands in many texts without being a secret. */
  private static final int SHORTEST = 8;

  private final List<String> values;

  private Mask(List<String> values) {
    this.values = values;
  }

  /**
   * {@return the mask over the secrets that some texts name}
   *
   * @param texts inspections of containers, beside other texts
   */
  static Mask of(Collection<String> texts) {
    return new Mask(
        longestFirst(
            texts.stream()
                .flatMap(text -> VARIABLE.matcher(text).results())
                .map(variable -> variable.group(2))
                .flatMap(value -> Stream.of(value, unescaped(value)))
                .filter(value -> value.length() >= SHORTEST)));
  }

  /** Returns the mask over the secrets of both. */
  Mask and(Mask other) {
    return new Mask(longestFirst(Stream.concat(values.stream(), other.values.stream())));
  }

  /** One may be a part of another. */
  private static List<String> longestFirst(Stream<String> values) {
    return values.distinct().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  private static String unescaped(String value) {
    try {
      return new ObjectMapper().readTree('"' + value + '"').asText();
    } catch (JsonProcessingException e) {
      return value;
    }
  }

  /**
   * {@return whether a text has one of the secrets}
   *
   * @param text any text
   */
  public boolean hides(String text) {
    return !over(text).equals(text);
  }

  /**
   * {@return a text without the secrets}
   *
   * @param text any text
   */
  public String over(String text) {
    String masked =
        VARIABLE.matcher(text).replaceAll("\"${name}=" + Matcher.quoteReplacement(MASKED) + "\"");
    for (String value : values) {
      masked = masked.replace(value, MASKED);
    }
    return ADDRESS.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASKED));
  }
}
