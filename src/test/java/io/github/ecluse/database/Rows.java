package io.github.ecluse.database;

import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table of small columns, in the application's database while it is open. */
public final class Rows implements AutoCloseable {
  private static final String TABLE = "ecluse_rows";

  private final Stack stack;

  private Rows(Stack stack) {
    this.stack = stack;
  }

  /**
   * Makes the table: a word of three letters, and a number below 32,768.
   *
   * @throws SQLException if the database refuses it
   */
  public static Rows in(Stack stack) throws SQLException {
    Rows rows = new Rows(stack);
    rows.execute("DROP TABLE IF EXISTS " + TABLE);
    rows.execute("CREATE TABLE " + TABLE + " (word VARCHAR(3), number SMALLINT)");
    return rows;
  }

  /**
   * Adds a row.
   *
   * @throws SQLException if the database refuses it
   */
  public void add(String word, int number) throws SQLException {
    execute(insert(word, number));
  }

  /**
   * Adds a row, as somebody does who has not yet said whether to keep it.
   *
   * @return a connection; until it commits, the row is its own
   * @throws SQLException if the database refuses it
   */
  public Connection addForNow(String word, int number) throws SQLException {
    Connection connection = Database.connect(stack);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(insert(word, number));
    }
    return connection;
  }

  private static String insert(String word, int number) {
    return "INSERT INTO %s VALUES ('%s', %d)".formatted(TABLE, word, number);
  }

  /**
   * Returns what another connection reads: word and number of each row.
   *
   * @throws SQLException if the database refuses it
   */
  public List<String> read() throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT word, number FROM " + TABLE)) {
      while (rows.next()) {
        all.add(rows.getString(1) + " " + rows.getInt(2));
      }
    }
    return all;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("DROP TABLE " + TABLE);
  }
}
