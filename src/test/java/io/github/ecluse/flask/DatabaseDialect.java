package io.github.ecluse.flask;

import io.github.ecluse.promise.Database.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How databases of a kind are reached and asked; the official images name their variables so. */
enum DatabaseDialect {
  /** MySQL speaks the protocol of MariaDB, and its driver knows both. */
  MARIADB(
      "jdbc:mariadb://%s:3306/%s?sslMode=disable&allowPublicKeyRetrieval=true",
      "MARIADB_DATABASE MYSQL_DATABASE",
      "MARIADB_USER MYSQL_USER",
      "MARIADB_PASSWORD MYSQL_PASSWORD",
      "SELECT COUNT(*) FROM information_schema.processlist"
          + " WHERE user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)"),

  POSTGRESQL(
      "jdbc:postgresql://%s:5432/%s?sslmode=disable",
      "POSTGRES_DB POSTGRES_USER",
      "POSTGRES_USER",
      "POSTGRES_PASSWORD",
      "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = CURRENT_USER");

  private final String url;
  private final String database;
  private final String user;
  private final String password;
  private final String connections;

  DatabaseDialect(String url, String database, String user, String password, String connections) {
    this.url = url;
    this.database = database;
    this.user = user;
    this.password = password;
    this.connections = connections;
  }

  /** Returns the dialect of a kind. */
  static DatabaseDialect of(Kind kind) {
    return kind == Kind.POSTGRESQL ? POSTGRESQL : MARIADB;
  }

  /** Returns the address for JDBC. */
  String url(String host, String name) {
    return url.formatted(host, name);
  }

  /** Returns the name of the database, by the environment of its container. */
  String database(Map<String, String> environment) {
    return first(database, environment, "appdb");
  }

  /** Returns the user that the container makes, by its environment. */
  String user(Map<String, String> environment) {
    return first(user, environment, this == POSTGRESQL ? "postgres" : "appuser");
  }

  /** Returns the password of that user. */
  String password(Map<String, String> environment) {
    return first(password, environment, "apppass");
  }

  /** Without variables, a script has made the database: that of the document's stack. */
  private static String first(String variables, Map<String, String> environment, String otherwise) {
    return Stream.of(variables.split(" ", -1))
        .map(environment::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(otherwise);
  }

  /** Returns the query that counts the connections of the user that asks. */
  String connections() {
    return connections;
  }
}
