package io.github.ecluse.database;

import io.github.ecluse.promise.Database.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How databases of a kind are reached and asked; the official images name their variables so. */
enum DatabaseDialect {
  /** MySQL speaks the protocol of MariaDB, and its driver knows both. */
  MARIADB(
      "jdbc:mariadb://%s:3306/%s?sslMode=disable&allowPublicKeyRetrieval=true",
      "MARIADB_DATABASE MYSQL_DATABASE",
      "MARIADB_USER MYSQL_USER",
      "MARIADB_PASSWORD MYSQL_PASSWORD",
      "MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD",
      "SELECT COUNT(*) FROM information_schema.processlist"
          + " WHERE user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)",
      // The second one is MySQL's, for its X protocol.
      "3306 33060",
      "root",
      "SELECT DATABASE(), CURRENT_USER(), VERSION()",
      // Names like the own one may be covered by a pattern; test_ is what some installations open.
      "CREATE DATABASE ecluse_other;"
          + "SELECT * FROM mysql.user;"
          + "CREATE DATABASE `%1$s_ecluse`;"
          + "CREATE DATABASE `ecluse_%1$s`;"
          + "CREATE DATABASE test_ecluse;"
          + "CREATE USER ecluse_other;"
          + "SHUTDOWN;"
          + "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/ecluse'"),

  POSTGRESQL(
      "jdbc:postgresql://%s:5432/%s?sslmode=disable",
      "POSTGRES_DB POSTGRES_USER",
      "POSTGRES_USER",
      "POSTGRES_PASSWORD",
      "",
      "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = CURRENT_USER",
      "5432",
      "postgres",
      "SELECT current_database(), current_user, version()",
      "CREATE DATABASE ecluse_other;"
          + "SELECT * FROM pg_authid;"
          + "CREATE USER ecluse_other;"
          + "ALTER SYSTEM SET work_mem = '8MB';"
          + "COPY (SELECT 1) TO '/tmp/ecluse'");

  private final String url;
  private final String database;
  private final String user;
  private final String password;
  private final String rootPassword;
  private final String connections;
  private final String ports;
  private final String administrator;
  private final String introduction;
  private final String beyond;

  DatabaseDialect(
      String url,
      String database,
      String user,
      String password,
      String rootPassword,
      String connections,
      String ports,
      String administrator,
      String introduction,
      String beyond) {
    this.url = url;
    this.database = database;
    this.user = user;
    this.password = password;
    this.rootPassword = rootPassword;
    this.connections = connections;
    this.ports = ports;
    this.administrator = administrator;
    this.introduction = introduction;
    this.beyond = beyond;
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
    return first(database, environment, this == POSTGRESQL ? administrator : "appdb");
  }

  /** Returns the user that the container makes, by its environment; without one, root. */
  String user(Map<String, String> environment) {
    boolean hasRootOnly = first(rootPassword, environment, null) != null;
    return first(user, environment, hasRootOnly || this == POSTGRESQL ? administrator : "appuser");
  }

  /** Returns the password of that user. */
  String password(Map<String, String> environment) {
    boolean isOfAUser = first(user, environment, null) != null;
    return first(
        isOfAUser ? password : rootPassword, environment, first(password, environment, "apppass"));
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

  /** Returns the TCP ports on which such a database listens, the main one among them. */
  Set<Integer> ports() {
    return Stream.of(ports.split(" ", -1)).map(Integer::valueOf).collect(Collectors.toSet());
  }

  /** Returns the name of the user who may do everything. */
  String administrator() {
    return administrator;
  }

  /** Returns the query for the names of database and user, and for the version. */
  String introduction() {
    return introduction;
  }

  /**
   * Returns statements that a user with rights on one database only may not execute.
   *
   * @param name that of the database
   */
  Stream<String> beyond(String name) {
    return Stream.of(beyond.formatted(name).split(";", -1));
  }
}
