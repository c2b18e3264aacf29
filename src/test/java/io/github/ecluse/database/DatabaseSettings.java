package io.github.ecluse.database;

import io.github.ecluse.promise.Database.Kind;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings of a running database, as it tells them to each of its users. */
public final class DatabaseSettings {
  /** Some of them exist in MariaDB only, or in some versions of MySQL. */
  private static final String MEMORY_OF_MARIADB =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('innodb_buffer_pool_size',"
          + " 'innodb_log_buffer_size', 'key_buffer_size', 'aria_pagecache_buffer_size',"
          + " 'query_cache_size')";

  private static final String MEMORY_OF_POSTGRESQL =
      "SELECT 'shared_buffers', pg_size_bytes(current_setting('shared_buffers'))";

  /** Some of them exist in MariaDB only, or in MySQL only. */
  private static final String LOGS_OF_MARIADB =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'expire_logs_days',"
          + " 'binlog_expire_logs_seconds', 'binlog_expire_logs_auto_purge',"
          + " 'max_binlog_total_size')";

  /** Before version 15, there is no archive_library. */
  private static final String LOGS_OF_POSTGRESQL =
      "SELECT 'archive_mode', CASE WHEN current_setting('archive_mode') = 'off'"
          + " OR current_setting('archive_command') NOT IN ('', '(disabled)')"
          + " OR COALESCE(current_setting('archive_library', true), '') <> ''"
          + " THEN 'off' ELSE 'on, without archive_command' END"
          + " UNION ALL SELECT 'slot ' || slot_name, 'unused, without max_slot_wal_keep_size'"
          + " FROM pg_replication_slots WHERE NOT active"
          + " AND current_setting('max_slot_wal_keep_size') = '-1'";

  private DatabaseSettings() {}

  /**
   * Returns how much memory it takes for itself once it has read much: the size in bytes of each of
   * its buffers.
   *
   * @throws SQLException if the database refuses to tell
   */
  public static Map<String, Long> buffers(Stack stack) throws SQLException {
    Map<String, Long> sizes = new TreeMap<>();
    ask(isPostgresql(stack) ? MEMORY_OF_POSTGRESQL : MEMORY_OF_MARIADB, stack)
        .forEach((name, size) -> sizes.put(name, Long.valueOf(size)));
    return sizes;
  }

  /**
   * Returns the logs of changes that it keeps for ever: those that no time and no size ends.
   *
   * @throws SQLException if the database refuses to tell
   */
  public static List<String> endlessLogs(Stack stack) throws SQLException {
    return isPostgresql(stack)
        ? endlessOfPostgresql(ask(LOGS_OF_POSTGRESQL, stack))
        : endlessOfMariadb(ask(LOGS_OF_MARIADB, stack));
  }

  /** Returns those that settings of PostgreSQL tell. */
  static List<String> endlessOfPostgresql(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(setting -> !setting.getValue().equals("off"))
        .map(setting -> setting.getKey() + ": " + setting.getValue())
        .toList();
  }

  /** Returns those that settings of MariaDB or MySQL tell. */
  static List<String> endlessOfMariadb(Map<String, String> settings) {
    if (!settings.containsKey("log_bin")) {
      throw new IllegalStateException("The database does not tell its log_bin: " + settings);
    }
    boolean isPurged = !"OFF".equals(settings.get("binlog_expire_logs_auto_purge"));
    boolean ends =
        (isPurged && isSet("expire_logs_days", settings))
            || (isPurged && isSet("binlog_expire_logs_seconds", settings))
            || isSet("max_binlog_total_size", settings);
    return ends || settings.get("log_bin").equals("OFF")
        ? List.of()
        : List.of("the binary log, of which the database says " + settings);
  }

  /** MariaDB writes days with a fraction. */
  private static boolean isSet(String name, Map<String, String> settings) {
    return Double.parseDouble(settings.getOrDefault(name, "0")) > 0;
  }

  private static Map<String, String> ask(String question, Stack stack) throws SQLException {
    Map<String, String> answer = new TreeMap<>();
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) {
        answer.put(rows.getString(1), rows.getString(2));
      }
    }
    return answer;
  }

  private static boolean isPostgresql(Stack stack) {
    return Database.kind(stack) == Kind.POSTGRESQL;
  }
}
