package io.github.ecluse.claims;

import io.github.ecluse.KeyedEntries;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The known claims, from {@code claims.properties}. */
public final class Claims {
  private static final String FILE = "claims.properties";
  private static final List<ClaimText> ALL = read();

  private Claims() {}

  /** {@return all of them, in the order of docs/claims.md} */
  public static List<ClaimText> all() {
    return ALL;
  }

  /**
   * {@return the claim of a name; none if nobody knows it}
   *
   * @param name the name, such as {@code ping-blocked}
   */
  public static Optional<ClaimText> named(String name) {
    return ALL.stream().filter(claim -> claim.name().equals(name)).findFirst();
  }

  /**
   * {@return the names of those that a stack can make}
   *
   * @param withDatabase whether the stack has a database
   */
  public static Set<String> ofAStack(boolean withDatabase) {
    return names(ClaimText::isOfTheStack, withDatabase);
  }

  /**
   * {@return the names of those that any stack should keep}
   *
   * @param withDatabase whether the stack has a database
   */
  public static Set<String> common(boolean withDatabase) {
    return names(ClaimText::isCommon, withDatabase);
  }

  /** {@return the names of those that need a page that asks the database} */
  public static Set<String> ofADatabasePage() {
    return names(ClaimText::needsDatabasePage, true);
  }

  private static Set<String> names(Predicate<ClaimText> wanted, boolean withDatabase) {
    return ALL.stream()
        .filter(wanted)
        .filter(claim -> withDatabase || !claim.needsDatabase())
        .map(ClaimText::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<ClaimText> read() {
    return KeyedEntries.in(Claims.class, FILE).entrySet().stream()
        .map(entry -> claim(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ClaimText claim(String name, Map<String, String> values) {
    return new ClaimText(
        name,
        values.get("section"),
        values.get("text"),
        values.get("holds"),
        values.getOrDefault("scope", "").equals("common"),
        !values.getOrDefault("about", "").equals("this project"),
        values.getOrDefault("needs", "").startsWith("database"),
        values.getOrDefault("needs", "").equals("database-page"));
  }
}
