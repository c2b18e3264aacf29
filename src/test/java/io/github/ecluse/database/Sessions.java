package io.github.ecluse.database;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.promise.Database.Kind;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** The connections of the application's user, as the database sees them. */
public final class Sessions {
  private static final String OF_MARIADB =
      "SELECT id FROM information_schema.processlist"
          + " WHERE user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1) AND id <> CONNECTION_ID()";

  private static final String OF_POSTGRESQL =
      "SELECT pid FROM pg_stat_activity"
          + " WHERE usename = CURRENT_USER AND pid <> pg_backend_pid()";

  /** MariaDB and MySQL: "Unknown thread id". */
  private static final int NO_SUCH_THREAD = 1094;

  private static final Duration CLOSED_LIMIT = Duration.ofSeconds(5);

  private Sessions() {}

  /**
   * Returns how many connections that user has, without the one that asks.
   *
   * @throws SQLException if the database refuses to tell
   */
  public static int open(Stack stack) throws SQLException {
    return count(stack, "");
  }

  /**
   * Returns how many questions of that user the database works on, those that wait for a lock too.
   *
   * @throws SQLException if the database refuses to tell
   */
  public static int questions(Stack stack) throws SQLException {
    return count(
        stack,
        isPostgresql(stack) ? " AND state = 'active'" : " AND command IN ('Query', 'Execute')");
  }

  private static int count(Stack stack, String which) throws SQLException {
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      return ids(statement, stack, which).size();
    }
  }

  /**
   * Waits until nobody has used one for a second: a pool may take one that was used a moment ago
   * for open. Where they are used all the time, it waits for five.
   *
   * @throws SQLException if the database refuses to tell
   */
  public static void rest(Stack stack) throws SQLException {
    String used =
        isPostgresql(stack)
            ? " AND (state <> 'idle' OR state_change > now() - interval '1 s')"
            : " AND time < 1";
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      await("the application's connections are at rest")
          .atMost(CLOSED_LIMIT)
          .until(() -> ids(statement, stack, used).isEmpty());
    } catch (ConditionTimeoutException e) {
      // They are used all the time, and no pool takes them for open without a look.
      return;
    }
  }

  /**
   * Closes the connections of that user, as a server does with those that nobody has used for long.
   * When it returns, none of them is there any more.
   *
   * @return how many there were
   * @throws SQLException if the database refuses it
   */
  public static int close(Stack stack) throws SQLException {
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      List<Long> open = ids(statement, stack, "");
      for (long id : open) {
        close(id, statement, stack);
      }
      await("the database closes the connections of the application")
          .atMost(CLOSED_LIMIT)
          .until(() -> Collections.disjoint(ids(statement, stack, ""), open));
      return open.size();
    }
  }

  /**
   * Opens and closes as many connections as that user has, as one more application does.
   *
   * @return how many there were
   * @throws SQLException if the database refuses one of them
   */
  public static int openAsMany(Stack stack) throws SQLException {
    List<Connection> opened = new ArrayList<>();
    try {
      opened.add(Database.connect(stack));
      int others;
      try (Statement statement = opened.get(0).createStatement()) {
        others = ids(statement, stack, "").size();
      }
      while (opened.size() < others) {
        opened.add(Database.connect(stack));
      }
      return others;
    } finally {
      for (Connection connection : opened) {
        connection.close();
      }
    }
  }

  /** One that has ended meanwhile can't be closed; those that go on are waited for. */
  private static void close(long id, Statement statement, Stack stack) throws SQLException {
    try {
      statement.execute(
          (isPostgresql(stack) ? "SELECT pg_terminate_backend(%s)" : "KILL %s").formatted(id));
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  /**
   * Gives that user another password. Connections that are open stay so.
   *
   * @param current the password until then
   * @throws SQLException if the database refuses it
   */
  public static void changePassword(Stack stack, String current, String next) throws SQLException {
    String quoted = "'" + next.replace("'", "''") + "'";
    try (Connection connection = Database.connect(stack, Database.user(stack), current);
        Statement statement = connection.createStatement()) {
      statement.execute(
          switch (Database.kind(stack)) {
            case POSTGRESQL -> "ALTER USER CURRENT_USER PASSWORD " + quoted;
            case MYSQL -> "SET PASSWORD = " + quoted;
            case MARIADB -> "SET PASSWORD = PASSWORD(" + quoted + ")";
          });
    }
  }

  private static List<Long> ids(Statement statement, Stack stack, String which)
      throws SQLException {
    List<Long> all = new ArrayList<>();
    String question = (isPostgresql(stack) ? OF_POSTGRESQL : OF_MARIADB) + which;
    try (ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) {
        all.add(rows.getLong(1));
      }
    }
    return all;
  }

  private static boolean isPostgresql(Stack stack) {
    return Database.kind(stack) == Kind.POSTGRESQL;
  }
}
