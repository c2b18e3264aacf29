package io.github.ecluse.promise;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The database of a stack.
 *
 * @param service the name of its service
 * @param kind what it is
 */
public record Database(String service, Kind kind) {
  /** The databases that the gate can ask. */
  public enum Kind {
    /** MariaDB. */
    MARIADB,
    /** MySQL. */
    MYSQL,
    /** PostgreSQL. */
    POSTGRESQL;

    /** Returns the name in {@code ecluse.yml}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
      return Stream.of(values()).map(Kind::toString).toList();
    }

    static Kind of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
