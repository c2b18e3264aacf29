package io.github.ecluse.acceptance;

import io.github.ecluse.database.Database;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The visits as the database keeps them, where that is one number in a table of one row.
 *
 * @param table the name of the table
 * @param column the name of the column
 */
record Counter(String table, String column) {
  private static final String NUMBERS =
      "SELECT table_name, column_name FROM information_schema.columns"
          + " WHERE table_schema IN ('%s', 'public') AND data_type LIKE '%%int%%'";

  /** Finds the one that holds this number; none if each visit is a row of its own. */
  static Optional<Counter> of(int visits, Stack stack) throws SQLException {
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      for (Counter counter : numbers(statement, Database.name(stack))) {
        if (counter.holds(visits, statement)) {
          return Optional.of(counter);
        }
      }
      return Optional.empty();
    }
  }

  private static List<Counter> numbers(Statement statement, String database) throws SQLException {
    List<Counter> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(NUMBERS.formatted(database))) {
      while (rows.next()) {
        all.add(new Counter(rows.getString(1), rows.getString(2)));
      }
    }
    return all;
  }

  private boolean holds(int visits, Statement statement) throws SQLException {
    String question = "SELECT COUNT(*), MAX(%s) FROM %s".formatted(column, table);
    try (ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1) == 1 && row.getLong(2) == visits;
    }
  }

  /** Lets it hold another number. */
  void set(long number, Stack stack) throws SQLException {
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE %s SET %s = %d".formatted(table, column, number));
    }
  }

  /**
   * Holds it, as a console does in which somebody has changed it and not yet said whether to keep
   * the change.
   *
   * @return a connection, which gives it free when it is closed
   */
  Connection hold(Stack stack) throws SQLException {
    Connection connection = Database.connect(stack);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT %s FROM %s FOR UPDATE".formatted(column, table)).close();
    }
    return connection;
  }
}
