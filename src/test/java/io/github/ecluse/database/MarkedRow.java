package io.github.ecluse.database;

import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * A row that a test leaves in the application's database. It tells whether the data is the same
 * later. The number of visits does not: each look at the page adds one, so that a new database soon
 * counts as many.
 */
public final class MarkedRow {
  private static final String MAKE_TABLE =
      "CREATE TABLE IF NOT EXISTS ecluse_kept (word VARCHAR(40))";

  /** The states of MariaDB and MySQL, and of PostgreSQL. */
  private static final List<String> NO_SUCH_TABLE = List.of("42S02", "42P01");

  private final Stack stack;
  private final String word;

  private MarkedRow(Stack stack, String word) {
    this.stack = stack;
    this.word = word;
  }

  /**
   * Adds a row to the database of a stack.
   *
   * @throws IllegalStateException if the database refuses it
   */
  public static MarkedRow leftIn(Stack stack) {
    MarkedRow row = new MarkedRow(stack, UUID.randomUUID().toString());
    try (Connection connection = row.connect();
        Statement table = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO ecluse_kept VALUES (?)")) {
      table.execute(MAKE_TABLE);
      insert.setString(1, row.word);
      insert.executeUpdate();
      return row;
    } catch (SQLException e) {
      throw new IllegalStateException("The database takes no row", e);
    }
  }

  /**
   * Returns whether the database still has the row.
   *
   * @throws IllegalStateException if the database can't be asked
   */
  public boolean isThere() {
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement("SELECT COUNT(*) FROM ecluse_kept WHERE word = ?")) {
      query.setString(1, word);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getInt(1) == 1;
      }
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      throw new IllegalStateException("The database can't be asked for its rows", e);
    }
  }

  private Connection connect() throws SQLException {
    return Database.connect(stack);
  }

  @Override
  public String toString() {
    return "row " + word;
  }
}
