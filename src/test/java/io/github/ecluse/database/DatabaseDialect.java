package io.github.ecluse.database;

import io.github.ecluse.promise.Database.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How databases of a kind are reached and asked. The official images name their variables so, those
 * of Bitnami too; where they name none, the application may have the document's.
 */
enum DatabaseDialect {
  /**
   * MySQL speaks the protocol of MariaDB, and its driver knows both. By itself, the driver makes
   * each of its sessions a strict one, whatever the server's other users have.
   */
  MARIADB(
      "jdbc:mariadb://%s:3306/%s?sslMode=disable&allowPublicKeyRetrieval=true"
          + "&jdbcCompliantTruncation=false",
      "MARIADB_DATABASE MYSQL_DATABASE",
      "MARIADB_USER MYSQL_USER",
      "MARIADB_PASSWORD MYSQL_PASSWORD",
      "MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD",
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
      "POSTGRES_DB POSTGRESQL_DATABASE POSTGRES_USER",
      "POSTGRES_USER POSTGRESQL_USERNAME",
      "POSTGRES_PASSWORD POSTGRESQL_PASSWORD",
      "",
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
      String ports,
      String administrator,
      String introduction,
      String beyond) {
    this.url = url;
    this.database = database;
    this.user = user;
    this.password = password;
    this.rootPassword = rootPassword;
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

  /**
   * Returns the name of the database, by the variables of its container and of the application.
   *
   * @throws IllegalStateException if none tells it; so do user and password
   */
  String database(Map<String, String> variables) {
    return first(database, variables)
        .or(() -> first(DatabaseVariables.NAME, variables))
        .or(this::ofPostgresql)
        .orElseThrow(() -> missing("database", database));
  }

  /** Returns the user that the container makes; without one, root. */
  String user(Map<String, String> variables) {
    return first(user, variables)
        .or(() -> first(rootPassword, variables).map(any -> administrator))
        .or(() -> first(DatabaseVariables.USER, variables))
        .or(this::ofPostgresql)
        .orElseThrow(() -> missing("user", user));
  }

  /**
   * Returns the password of that user. Without one, a check that looks for it would prove nothing.
   */
  String password(Map<String, String> variables) {
    Optional<String> made = first(user, variables);
    Optional<String> own =
        made.isPresent()
            ? first(password, variables)
            : first(rootPassword, variables).or(() -> first(password, variables));
    return own.or(
            () ->
                first(DatabaseVariables.PASSWORD, variables)
                    .filter(any -> user(variables).equals(variables.get(DatabaseVariables.USER))))
        .orElseThrow(() -> missing("password", password));
  }

  private Optional<String> ofPostgresql() {
    return this == POSTGRESQL ? Optional.of(administrator) : Optional.empty();
  }

  private static Optional<String> first(String names, Map<String, String> variables) {
    return Stream.of(names.split(" ", -1))
        .map(name -> variables.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static IllegalStateException missing(String what, String names) {
    return new IllegalStateException(
        "The container of the database names no %s: it has none of %s, nor one of them with _FILE."
                .formatted(what, names.replace(" ", ", "))
            + " Remedy: set one below 'environment' of its service in the Compose file");
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
